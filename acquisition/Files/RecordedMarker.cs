using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>A marker as <see cref="RecordingInfo"/> lists it.</summary>
/// <param name="StreamId">The <see cref="RecordedStream.Id"/> of its stream.</param>
/// <param name="Marker">Its time on the recording's clock, and its text.</param>
/// <param name="Seconds">Its time in seconds as the file counts them.</param>
/// <param name="Length">How long it lasts, null where the format or the file does not say.</param>
public sealed record RecordedMarker(long StreamId, Marker Marker, double Seconds, Duration? Length = null);
