namespace ClosedLoop.Model;

/// <summary>
/// Where a motor evoked potential is looked for and what counts as rest; milliseconds from the pulse, µV. The defaults are those of a
/// hand muscle at rest (FDI, APB). For a leg muscle use <see cref="Leg"/>.
/// </summary>
/// <param name="WindowFromMs">Start of the window of the response, after the pulse, later than the pulse's blanking.</param>
/// <param name="WindowToMs">End of the window, included.</param>
/// <param name="BaselineFromMs">Start of the baseline: its mean is removed, its spread gives the onset's threshold; negative.</param>
/// <param name="BaselineToMs">End of the baseline, included; negative.</param>
/// <param name="PrestimulusFromMs">Start of the time that must be at rest; negative.</param>
/// <param name="PrestimulusToMs">End of the time that must be at rest, included; negative.</param>
/// <param name="RestRmsMicrovolts">Above this r.m.s. about the mean the muscle is not at rest.</param>
/// <param name="RestPeakMicrovolts">A single value further than this from the mean: not at rest.</param>
/// <param name="PresentMicrovolts">From this amplitude on a response is called present: 50 at rest, 200 in a tonic contraction.</param>
/// <param name="ConfirmationMs">How long after the window's end a planned pulse waits for word that it fired.</param>
/// <param name="Output">Only pulses of this output are followed; −1 follows those of all.</param>
public sealed record MepSettings(
    double WindowFromMs = 15,
    double WindowToMs = 50,
    double BaselineFromMs = -55,
    double BaselineToMs = -5,
    double PrestimulusFromMs = -100,
    double PrestimulusToMs = -5,
    double RestRmsMicrovolts = 15,
    double RestPeakMicrovolts = 50,
    double PresentMicrovolts = 50,
    double ConfirmationMs = 250,
    int Output = -1)
{
    /// <summary>The window of a leg muscle (tibialis anterior, onset at 28 to 35 ms): 25 to 60 ms; the rest as for the hand.</summary>
    public static MepSettings Leg { get; } = new(WindowFromMs: 25, WindowToMs: 60);

    /// <summary>Refuses settings that no response could be measured with.</summary>
    /// <exception cref="ArgumentException">The spans are not in order, or a limit is not above 0.</exception>
    internal void Check()
    {
        Check(
            WindowFromMs >= 0 && WindowToMs > WindowFromMs && WindowToMs <= 1000,
            "the window must begin at or after the pulse, and end later, at most 1000 ms after it");
        Check(IsBefore(BaselineFromMs, BaselineToMs), "the baseline must lie within the 1000 ms before the pulse");
        Check(IsBefore(PrestimulusFromMs, PrestimulusToMs), "the time at rest must lie within the 1000 ms before the pulse");
        Check(RestRmsMicrovolts > 0 && RestPeakMicrovolts > 0 && PresentMicrovolts > 0, "the limits in µV must be above 0");
        Check(ConfirmationMs is >= 0 and <= 10_000, "the wait for confirmation must be 0 to 10,000 ms");
    }

    private static bool IsBefore(double fromMs, double toMs) => fromMs >= -1000 && fromMs < toMs && toMs <= 0;

    private static void Check(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"These MEP settings cannot be used: {rule}.");
        }
    }
}
