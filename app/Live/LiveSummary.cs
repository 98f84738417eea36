using ClosedLoop.Control;

namespace ClosedLoop.App;

/// <summary>What <c>run</c> and <c>demo --json</c> print, key by key.</summary>
internal record LiveSummary
{
    public required string Recording { get; init; }

    public required string Experiment { get; init; }

    /// <summary>How it ended.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether the firing side said that it is disarmed; if not, its devices make themselves safe within seconds.</summary>
    public required bool DisarmConfirmed { get; init; }

    public bool OpenLoop { get; init; }

    public required int Channels { get; init; }

    public required double RateHz { get; init; }

    public required double DurationS { get; init; }

    public required double RealtimeFactor { get; init; }

    public required long Blocks { get; init; }

    public required long Evaluations { get; init; }

    public required long Decisions { get; init; }

    public required long Requested { get; init; }

    public required long Held { get; init; }

    public required long Admitted { get; init; }

    public required long Refused { get; init; }

    public required long SkippedLate { get; init; }

    /// <summary>Over every onset of the rule, against zero-phase filters run over the recording once the session is over.</summary>
    public double MeanAbsPhaseErrorDeg { get; init; } = double.NaN;

    public double CircularSdDeg { get; init; } = double.NaN;

    public double PhaseLockingValue { get; init; } = double.NaN;

    public required IReadOnlyDictionary<string, string> StageHashes { get; init; }

    public required string Session { get; init; }

    public required int Trials { get; init; }

    public required int TrialsValid { get; init; }

    public required long PulsesFired { get; init; }

    public required long FiredLate { get; init; }

    /// <summary>Pulses minus deadlines as the trigger box reported them, µs.</summary>
    public required double TimingErrorP50Us { get; init; }

    public required double TimingErrorP99Us { get; init; }

    public required double TimingErrorMaxUs { get; init; }

    /// <summary>Age of the newest sample at decisions, ms.</summary>
    public required double DataAgeP99Ms { get; init; }

    /// <summary>The truth of a virtual subject; null for a person.</summary>
    public double? CbiTrue { get; init; }

    public required double CbiMean { get; init; }

    public required double CbiLow { get; init; }

    public required double CbiHigh { get; init; }

    /// <summary>Whether the trials are enough to say that inhibition is present or absent.</summary>
    public required bool CbiIsEnough { get; init; }

    public required int GcGen0 { get; init; }

    public required int GcGen1 { get; init; }

    public required int GcGen2 { get; init; }

    public required int ThinkingPid { get; init; }

    public required int FiringPid { get; init; }

    /// <summary>Collections and bytes of the pulse process while it was armed; both should be 0.</summary>
    public required int FiringCollections { get; init; }

    public required long FiringAllocatedBytes { get; init; }

    public string? Report { get; init; }
}
