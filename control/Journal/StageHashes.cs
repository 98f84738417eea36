using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Control;

/// <summary>A running hash after each stage: where two runs differ, the first stage whose hash differs names the place.</summary>
public sealed class StageHashes
{
    /// <summary>Everything taken in, with its number.</summary>
    public StageHash Inputs { get; } = new();

    /// <summary>Every conditioned frame.</summary>
    public StageHash Conditioning { get; } = new();

    /// <summary>Every belief at every evaluation.</summary>
    public StageHash Beliefs { get; } = new();

    /// <summary>Every decision, with what it asked for.</summary>
    public StageHash Decisions { get; } = new();

    /// <summary>Every verdict of the gate.</summary>
    public StageHash Verdicts { get; } = new();

    /// <summary>The stages with their present hashes in hexadecimal, in the order of the path; allocates.</summary>
    public IReadOnlyList<(string Stage, string Hex)> ToList() =>
    [
        ("inputs", Inputs.Hex()),
        ("conditioning", Conditioning.Hex()),
        ("beliefs", Beliefs.Hex()),
        ("decisions", Decisions.Hex()),
        ("verdicts", Verdicts.Hex()),
    ];
}
