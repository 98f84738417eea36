using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// Who the virtual subject is. Every default is a healthy adult at rest with a clear mu rhythm; docs/virtual-subject.md gives the
/// sources.
/// </summary>
public sealed record SubjectSettings
{
    /// <summary>
    /// The electrodes of the default montage: C3 with its Laplacian neighbours, and enough of the rest to tell rhythms apart.
    /// </summary>
    public static IReadOnlyList<string> DefaultElectrodes { get; } =
        ["C3", "FC1", "FC5", "CP1", "CP5", "Cz", "C4", "F3", "P3", "O1", "O2", "Fz"];

    /// <summary>Seed of everything that happens in this subject; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>EEG electrodes in the order of the stream, names of the 10-20 system.</summary>
    public IReadOnlyList<string> Electrodes { get; init; } = DefaultElectrodes;

    /// <summary>EEG frames a second; 1000 Hz by default.</summary>
    public Frequency EegRate { get; init; } = Frequency.FromHertz(1000);

    /// <summary>EMG frames a second; 2000 Hz by default.</summary>
    public Frequency EmgRate { get; init; } = Frequency.FromHertz(2000);

    /// <summary>Centre of the mu rhythm over the left motor cortex; 10.5 Hz by default.</summary>
    public Frequency MuFrequency { get; init; } = Frequency.FromHertz(10.5);

    /// <summary>
    /// Amplitude of the mu rhythm's fundamental at C3 in a burst of ordinary size; 8 µV by default, 0 for none.
    /// </summary>
    public Microvolts MuAmplitude { get; init; } = Microvolts.FromMicrovolts(8);

    /// <summary>Spectral density of the 1/f background at 10 Hz, µV²/Hz, above 0; 0.85 by default.</summary>
    public double BackgroundDensityAt10Hz { get; init; } = 0.85;

    /// <summary>Amplitude of the mains' hum in the EEG at 50 Hz; 0.4 µV by default.</summary>
    public Microvolts HumAmplitude { get; init; } = Microvolts.FromMicrovolts(0.4);

    /// <summary>Blinks a minute, on average; 4 by default.</summary>
    public double BlinksPerMinute { get; init; } = 4;

    /// <summary>Root mean square of the EMG at rest; 3.5 µV by default.</summary>
    public Microvolts EmgNoise { get; init; } = Microvolts.FromMicrovolts(3.5);

    /// <summary>Resting motor threshold of the test coil; 50 % of maximum output by default.</summary>
    public PercentMso RestingMotorThreshold { get; init; } = PercentMso.FromPercent(50);

    /// <summary>
    /// The hidden ratio of conditioned to unconditioned MEP at the best interval, above 0; <c>null</c>, the default, draws
    /// ln ratio from the healthy population, Normal(ln 0.65, 0.30²).
    /// </summary>
    public double? InhibitionRatio { get; init; }

    /// <summary>Whether excitability drifts from test pulse to test pulse; true by default.</summary>
    public bool Drifts { get; init; } = true;

    /// <summary>Depth b of the phase effect b cos(φ − φ₀) on ln MEP; 0.1 by default, 0 for none.</summary>
    public double PhaseEffect { get; init; } = 0.1;

    /// <summary>The mu phase φ₀ at which MEPs are largest; the trough by default.</summary>
    public Phase PreferredPhase { get; init; } = Phase.Trough;

    /// <summary>Name of the coil over the motor cortex, whose pulses give MEPs; <c>ts</c> by default.</summary>
    public string TestCoil { get; init; } = "ts";

    /// <summary>Name of the coil over the cerebellum; <c>cs</c> by default.</summary>
    public string ConditioningCoil { get; init; } = "cs";

    /// <summary>Name of the EEG stream; the EMG and marker streams are named after it.</summary>
    public string StreamName { get; init; } = "VirtualSubject";
}
