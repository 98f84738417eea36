namespace ClosedLoop.Acquisition;

/// <summary>A stretch of frames of one stream.</summary>
/// <param name="First">The first frame's number, from 0.</param>
/// <param name="Last">The last frame's number; it belongs to the stretch.</param>
public readonly record struct FrameRange(long First, long Last);
