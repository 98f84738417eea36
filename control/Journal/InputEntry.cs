using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>One input other than a frame or marker, with its number, as it stands in <c>inputs.jsonl</c>: exactly one of the four is set.</summary>
public struct InputEntry
{
    /// <summary>Its number.</summary>
    public long Input { get; set; }

    /// <summary>An answer of the firing side, if <see cref="PulseAnswer.Kind"/> is set.</summary>
    public PulseAnswer Answer { get; set; }

    /// <summary>A command of the operator.</summary>
    public OperatorCommand? Command { get; set; }

    /// <summary>A result of side work.</summary>
    public SideResult? Side { get; set; }

    /// <summary>A fault on the thinking side.</summary>
    public FaultReport? Fault { get; set; }
}
