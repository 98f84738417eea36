using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>A place where samples are missing between two frames of a stream.</summary>
/// <param name="StreamId">The <see cref="RecordedStream.Id"/> of the stream.</param>
/// <param name="BeforeFrame">The number of the first frame after the gap; it carries <see
/// cref="SampleQuality.AfterGap"/>.</param>
/// <param name="From">The time of the last frame before the gap, on the recording's clock.</param>
/// <param name="To">The time of the first frame after it.</param>
public sealed record RecordingGap(long StreamId, long BeforeFrame, Instant From, Instant To);
