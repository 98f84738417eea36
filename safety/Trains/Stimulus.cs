namespace ClosedLoop.Safety;

/// <summary>What kind of stimulus a request holds.</summary>
public enum StimulusKind : byte
{
    /// <summary>None: never admitted.</summary>
    None,

    /// <summary>A train of pulses.</summary>
    Pulses,

    /// <summary>A current.</summary>
    Current,
}

/// <summary>A stimulus as asked for: a train of pulses or a current. A fixed-size value without references; <c>default</c> is none.</summary>
public readonly struct Stimulus
{
    private Stimulus(StimulusKind kind, PulseTrain train, CurrentWaveform current)
    {
        Kind = kind;
        Train = train;
        Current = current;
    }

    /// <summary>Which of the two it is.</summary>
    public StimulusKind Kind { get; }

    /// <summary>The train; empty unless <see cref="Kind"/> is <see cref="StimulusKind.Pulses"/>.</summary>
    public PulseTrain Train { get; }

    /// <summary>The current; none unless <see cref="Kind"/> is <see cref="StimulusKind.Current"/>.</summary>
    public CurrentWaveform Current { get; }

    /// <summary>A stimulus of pulses.</summary>
    public static Stimulus Of(in PulseTrain train) => new(StimulusKind.Pulses, train, default);

    /// <summary>A stimulus of current.</summary>
    public static Stimulus Of(in CurrentWaveform current) => new(StimulusKind.Current, default, current);
}
