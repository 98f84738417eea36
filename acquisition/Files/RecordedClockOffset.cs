namespace ClosedLoop.Acquisition;

/// <summary>One measurement of a sender's clock against the recorder's, as the file holds it.</summary>
/// <param name="CollectedSeconds">When it was measured, in seconds on the clock that stamps the stream.</param>
/// <param name="OffsetSeconds">What has to be added to the stream's stamps, in seconds.</param>
public readonly record struct RecordedClockOffset(double CollectedSeconds, double OffsetSeconds);
