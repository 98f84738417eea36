using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// What a pulse does to an amplifier: a spike that decays within a few milliseconds and a weaker tail of skin and electrode. In
/// µV at full output and full coupling: EEG −6000 e^(−t/0.7 ms) + 250 e^(−t/5 ms), for 60 ms; EMG 4000 e^(−t/0.5 ms) + 60
/// e^(−t/1.2 ms), for 15 ms.
/// </summary>
internal static class PulseArtefact
{
    internal static readonly Duration EegLength = Duration.FromMilliseconds(60);
    internal static readonly Duration EmgLength = Duration.FromMilliseconds(15);

    /// <summary>The EEG's artefact, a time after the pulse; zero before and after its length.</summary>
    internal static double EegMicrovolts(Duration since) =>
        since < Duration.Zero || since > EegLength ? 0 : (-6000 * Decay(since, 0.7)) + (250 * Decay(since, 5));

    /// <summary>The EMG's artefact, a time after the pulse; zero before and after its length.</summary>
    internal static double EmgMicrovolts(Duration since) =>
        since < Duration.Zero || since > EmgLength ? 0 : (4000 * Decay(since, 0.5)) + (60 * Decay(since, 1.2));

    private static double Decay(Duration since, double milliseconds) =>
        DeterministicMath.Exp(-since.TotalMilliseconds / milliseconds);
}
