using System.Text.Json.Serialization;

namespace ClosedLoop.App;

/// <summary>What <c>replay EXPERIMENT RECORDING --json</c> prints, key by key.</summary>
internal sealed record ReplaySummary
{
    public required string Recording { get; init; }

    public required string Experiment { get; init; }

    /// <summary>The person on record never felt these pulses.</summary>
    public required bool OpenLoop { get; init; }

    public required int Channels { get; init; }

    public required double RateHz { get; init; }

    public required double DurationS { get; init; }

    /// <summary>Seconds of recording a second of work; start-up, the calibration's fit and the comparison afterwards left out.</summary>
    public required double RealtimeFactor { get; init; }

    /// <summary>What the calibration's fits took; live they run beside the loop.</summary>
    [JsonIgnore]
    public double FitS { get; init; }

    /// <summary>What the runtime took within the loop to compile code before its first use: start-up that comes late.</summary>
    [JsonIgnore]
    public double CompilingS { get; init; }

    public required long Blocks { get; init; }

    public required long Evaluations { get; init; }

    public required long Decisions { get; init; }

    public required long Requested { get; init; }

    public required long Held { get; init; }

    public required long Admitted { get; init; }

    public required long Refused { get; init; }

    public required long SkippedLate { get; init; }

    /// <summary>Over every onset of the rule, against the zero-phase truth.</summary>
    public required double MeanAbsPhaseErrorDeg { get; init; }

    public required double CircularSdDeg { get; init; }

    public required double PhaseLockingValue { get; init; }

    /// <summary>Mean direction of the errors; for people only.</summary>
    [JsonIgnore]
    public double PhaseBiasDeg { get; init; }

    public required IReadOnlyDictionary<string, string> StageHashes { get; init; }

    public required string Session { get; init; }
}
