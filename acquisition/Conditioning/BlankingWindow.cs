using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>How long a pulse at T spoils a recording. <c>default</c> blanks nothing.</summary>
/// <param name="Before">Blanked from T minus this on.</param>
/// <param name="After">Blanked until T plus this.</param>
/// <param name="Contaminated">Then flagged, with its own values, until T plus this; not after the blanking if it is shorter.</param>
public readonly record struct BlankingWindow(Duration Before, Duration After, Duration Contaminated)
{
    /// <summary>EEG: −2 to +15 ms held, flagged until 500 ms after (amplifier, decay and scalp muscle; evoked potentials last longest).</summary>
    public static BlankingWindow Eeg => new(
        Duration.FromMilliseconds(2), Duration.FromMilliseconds(15), Duration.FromMilliseconds(500));

    /// <summary>EMG: −1 to +5 ms held, nothing flagged after, since the MEP begins 15 ms later and is what is measured.</summary>
    public static BlankingWindow Emg => new(
        Duration.FromMilliseconds(1), Duration.FromMilliseconds(5), Duration.FromMilliseconds(5));
}
