namespace ClosedLoop.App;

/// <summary>What is believed of cerebellar-brain inhibition.</summary>
/// <param name="Ratio">Conditioned over unconditioned MEP, median; below 1 is inhibition.</param>
/// <param name="Low">Lower end of the 95 % credible interval.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Trials">Valid trials behind it.</param>
/// <param name="IsEnough">Whether they are enough to say that inhibition is present or absent.</param>
/// <param name="Verdict">Present, absent or uncertain, in a word.</param>
internal sealed record CbiReading(double Ratio, double Low, double High, int Trials, bool IsEnough, string Verdict)
{
    /// <summary>Nothing is known.</summary>
    public static CbiReading None { get; } = new(double.NaN, double.NaN, double.NaN, 0, false, "unknown");
}
