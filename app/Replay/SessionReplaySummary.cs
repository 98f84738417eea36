using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>What <c>replay SESSION --json</c> prints.</summary>
internal sealed record SessionReplaySummary
{
    public required string Session { get; init; }

    public required string Outcome { get; init; }

    public required long Turns { get; init; }

    public required long Inputs { get; init; }

    /// <summary>False if the record breaks off within a turn, as after a kill; the replay then ends before that turn.</summary>
    public required bool IsComplete { get; init; }

    public required int Decisions { get; init; }

    public required int DecisionsOnRecord { get; init; }

    public required DecisionDifference? FirstDifference { get; init; }

    /// <summary>In the order of the path; hashes exist on record only if the session ended by itself.</summary>
    public required IReadOnlyList<StageComparison> Stages { get; init; }

    public required long GateInputs { get; init; }

    public required string? GateDifference { get; init; }

    /// <summary>True if everything that could be compared is the same.</summary>
    public bool IsSame => FirstDifference is null && GateDifference is null && Stages.All(stage => stage.Same != false);

    /// <summary>Where the gate's record came out otherwise; null if nowhere.</summary>
    public static string? Describe(FiringReplayResult gate) =>
        gate.IsSame ? null : $"line {gate.DifferingLine}: recorded {gate.Recorded}, replayed {gate.Recreated}";
}

/// <summary>One stage, on record and replayed.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Recorded">The hash on record; null if the session was killed.</param>
/// <param name="Replayed">The hash of the replay.</param>
/// <param name="Same">Whether they agree; null if there is nothing to compare with.</param>
internal sealed record StageComparison(string Stage, string? Recorded, string Replayed, bool? Same)
{
    /// <summary>Holds every stage of a replay against the hashes in a session's header.</summary>
    public static IReadOnlyList<StageComparison> All(SessionHeader header, IReadOnlyDictionary<string, string> replayed) =>
    [
        .. replayed.Select(stage =>
        {
            var recorded = header.StageHashes.GetValueOrDefault(stage.Key);
            return new StageComparison(stage.Key, recorded, stage.Value, recorded is null ? null : recorded == stage.Value);
        }),
    ];
}

/// <summary>The first decision that differs.</summary>
/// <param name="Line">Its line in <c>decisions.jsonl</c>, from 1.</param>
/// <param name="Recorded">The line on record.</param>
/// <param name="Replayed">The line of the replay.</param>
internal sealed record DecisionDifference(int Line, string Recorded, string Replayed);
