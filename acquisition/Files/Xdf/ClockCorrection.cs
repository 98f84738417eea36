namespace ClosedLoop.Acquisition;

/// <summary>Applies a stream's clock lines to its stamps, one after another in the order of the file.</summary>
/// <remarks>A stamp belongs to the next run of the clock as soon as it lies nearer to that run's first measurement than to this
/// run's last.</remarks>
internal sealed class ClockCorrection(IReadOnlyList<ClockLine> lines)
{
    private int _line;

    /// <summary>Which line the last stamp was corrected by.</summary>
    public int Line => _line;

    /// <summary>The stamp on the recorder's clock.</summary>
    public double Correct(double stamp)
    {
        if (lines.Count == 0)
        {
            return stamp;
        }

        while (_line + 1 < lines.Count && Math.Abs(stamp - lines[_line].To) >= Math.Abs(stamp - lines[_line + 1].From))
        {
            _line++;
        }

        return stamp + lines[_line].OffsetAt(stamp);
    }
}
