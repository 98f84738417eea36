namespace ClosedLoop.Acquisition;

/// <summary>The straight line that the stamps of an unbroken stretch of a regular stream are laid on.</summary>
/// <param name="Frames">The stretch.</param>
/// <param name="Start">The time of its first frame, in seconds.</param>
/// <param name="Interval">Seconds between frames.</param>
internal readonly record struct StampLine(FrameRange Frames, double Start, double Interval)
{
    /// <summary>The time of a frame, in seconds.</summary>
    public double At(long frame) => Start + (Interval * (frame - Frames.First));
}
