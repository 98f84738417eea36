namespace ClosedLoop.Acquisition;

/// <summary>A chunk of an XDF file; its content begins where the walk stands.</summary>
/// <param name="Tag">Its kind.</param>
/// <param name="StreamId">Its stream, 0 for chunks of the whole file.</param>
/// <param name="Start">Where it begins, with its length.</param>
/// <param name="End">Where the next chunk begins.</param>
internal readonly record struct XdfChunk(XdfTag Tag, uint StreamId, long Start, long End);
