using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary>What a virtual session found, and what was true of its subject.</summary>
internal sealed record VirtualSessionResult
{
    /// <summary>Where the session stood when it stopped: ended, if all its trials were given.</summary>
    public required SessionState State { get; init; }

    /// <summary>Virtual time from the first frame to the end.</summary>
    public required Duration Length { get; init; }

    /// <summary>The trials, in their order.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The counts of the loop.</summary>
    public required SessionCounts Counts { get; init; }

    /// <summary>What was believed of cerebellar-brain inhibition at the end.</summary>
    public required CbiReading Cbi { get; init; }

    /// <summary>The hidden ratio.</summary>
    public required double TrueRatio { get; init; }

    /// <summary>What really happened at each test pulse, in their order.</summary>
    public required IReadOnlyList<TrueResponse> Responses { get; init; }

    /// <summary>The hashes of all stages, by name.</summary>
    public required IReadOnlyDictionary<string, string> StageHashes { get; init; }

    /// <summary>The session's folder; null if nothing was kept.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the last interval holds the truth.</summary>
    public bool HoldsTruth => Cbi.Low <= TrueRatio && TrueRatio <= Cbi.High;
}
