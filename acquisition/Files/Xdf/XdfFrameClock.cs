namespace ClosedLoop.Acquisition;

/// <summary>Gives the time of each frame of a stream, asked for one after another from the first.</summary>
internal sealed class XdfFrameClock(XdfStream stream)
{
    private readonly ClockCorrection _correction = new(stream.ClockLines);
    private long _frame = -1;
    private int _line;

    /// <summary>True if the last frame begins a stretch: frames are missing before it, or the clock was reset.</summary>
    public bool IsAfterBreak { get; private set; }

    /// <summary>The next frame's time in the file's seconds.</summary>
    /// <param name="stamp">The stamp as it stands in the file.</param>
    public double Next(double stamp)
    {
        _frame++;
        IsAfterBreak = false;
        if (stream.StampLines.Count == 0)
        {
            return _correction.Correct(stamp);
        }

        if (_frame > stream.StampLines[_line].Frames.Last)
        {
            _line++;
            IsAfterBreak = true;
        }

        return stream.StampLines[_line].At(_frame);
    }
}
