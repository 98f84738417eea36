namespace ClosedLoop.Hardware;

/// <summary>What a replay of the firing side found.</summary>
/// <param name="Inputs">Inputs that were folded.</param>
/// <param name="DifferingLine">The first line that came out otherwise, from 1; 0 when all are the same.</param>
/// <param name="Recorded">That line as it stands in the record; empty when all are the same.</param>
/// <param name="Recreated">That line as it came out now; empty when all are the same.</param>
public sealed record FiringReplayResult(int Inputs, int DifferingLine, string Recorded, string Recreated)
{
    /// <summary>True when every verdict came out as recorded.</summary>
    public bool IsSame => DifferingLine == 0;
}
