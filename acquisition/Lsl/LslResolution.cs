namespace ClosedLoop.Acquisition;

/// <summary>What a search found.</summary>
/// <param name="Sources">The streams, each once, in the order of their answers.</param>
/// <param name="Fault">Why nobody could be asked, in a sentence; null if the search was made.</param>
public sealed record LslResolution(IReadOnlyList<LslSource> Sources, string? Fault);
