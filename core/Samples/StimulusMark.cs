namespace ClosedLoop.Core;

/// <summary>What became of a pulse, as far as this mark knows.</summary>
public enum StimulusMarkKind : byte
{
    /// <summary>Admitted and due.</summary>
    Planned,

    /// <summary>Left the trigger.</summary>
    Fired,

    /// <summary>Will not leave; what was blanked for it may be used again from here on.</summary>
    Cancelled,
}

/// <summary>
/// A pulse as an input of the loop: conditioning blanks around it, MEP and CBI measure after it. A refused request gives none.
/// </summary>
/// <param name="Time">When the pulse is or was due, on the local clock.</param>
/// <param name="Output">Index of the experiment's output, from 0; −1 for a stimulus that a recording names without an output.</param>
/// <param name="Kind">Planned, fired or cancelled.</param>
/// <param name="Request">The request that it belongs to; 0 when it came from a recording.</param>
/// <param name="Pulse">Which pulse of the request's train, from 0.</param>
public readonly record struct StimulusMark(Instant Time, int Output, StimulusMarkKind Kind, long Request, int Pulse);
