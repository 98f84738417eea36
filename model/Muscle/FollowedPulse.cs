using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>A pulse whose response has not been read yet.</summary>
internal readonly record struct FollowedPulse(long Request, int Pulse, int Output, Instant Time, bool HasFired)
{
    // Pulses of a recording have no request; a planned and a fired mark so close together mean one pulse.
    private static readonly Duration s_same = Duration.FromMilliseconds(10);

    public static FollowedPulse Of(in StimulusMark mark) =>
        new(mark.Request, mark.Pulse, mark.Output, mark.Time, mark.Kind == StimulusMarkKind.Fired);

    public bool IsOf(in StimulusMark mark) => Request == mark.Request && Pulse == mark.Pulse && Output == mark.Output
        && (Request != 0 || (mark.Time - Time).Magnitude <= s_same);
}
