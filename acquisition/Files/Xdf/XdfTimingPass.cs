namespace ClosedLoop.Acquisition;

/// <summary>
/// The second look at a stream's stamps: puts them on the recorder's clock and finds the lines that remove their jitter.
/// </summary>
internal sealed class XdfTimingPass
{
    private readonly XdfStream _stream;
    private readonly ClockCorrection _correction;
    private readonly StampLineFit? _fit;
    private readonly List<FrameRange> _clockSegments = [];
    private readonly List<(double Seconds, string Text)> _markers = [];
    private long _frame;
    private long _segmentStart;
    private int _segmentLine;
    private double _first = double.NaN;
    private double _last = double.NaN;
    private bool _goesBack;

    public XdfTimingPass(XdfStream stream, RecordingOptions options)
    {
        _stream = stream;
        stream.ClockLines = options.ApplyClockOffsets ? ClockOffsetFit.Fit(stream.ClockOffsets) : [];
        _correction = new ClockCorrection(stream.ClockLines);
        _fit = options.RemoveJitter && stream.IsStraightenable ? new StampLineFit(1 / stream.Info.NominalRate.TotalHertz) : null;
        Parser = new XdfFrameParser(stream.Info);
    }

    public XdfFrameParser Parser { get; }

    /// <summary>True if a stamp lies before the one before it.</summary>
    public bool GoesBack => _goesBack;

    /// <summary>Markers of a text stream with their time in seconds, up to the limit of the list.</summary>
    public IReadOnlyList<(double Seconds, string Text)> Markers => _markers;

    /// <summary>True while markers are still listed.</summary>
    public bool WantsText => _markers.Count < RecordingInfo.MarkerLimit;

    public void Add(double stamp)
    {
        var seconds = _correction.Correct(stamp);
        if (_correction.Line != _segmentLine)
        {
            EndClockSegment();
            _segmentLine = _correction.Line;
        }

        _first = _frame == 0 ? seconds : _first;
        _goesBack |= seconds < _last;
        _last = seconds;
        _fit?.Add(seconds);
        _frame++;
    }

    public void AddMarker(string text)
    {
        if (WantsText)
        {
            _markers.Add((_last, text));
        }
    }

    /// <summary>Writes what was found into the stream.</summary>
    public void Finish()
    {
        EndClockSegment();
        _stream.ClockSegments = _stream.ClockLines.Count > 0 ? _clockSegments : [];
        _stream.StampLines = _fit?.Finish() ?? [];
        _stream.FirstSeconds = _first;
        _stream.LastSeconds = _last;
        if (_stream.StampLines is [var firstLine, ..])
        {
            _stream.FirstSeconds = firstLine.At(0);
            _stream.LastSeconds = _stream.StampLines[^1].At(_frame - 1);
            Straighten();
        }
    }

    private void Straighten()
    {
        var clock = new XdfFrameClock(_stream);
        for (var i = 0; i < _markers.Count; i++)
        {
            _markers[i] = (clock.Next(0), _markers[i].Text);
        }
    }

    private void EndClockSegment()
    {
        if (_frame > _segmentStart)
        {
            _clockSegments.Add(new FrameRange(_segmentStart, _frame - 1));
            _segmentStart = _frame;
        }
    }
}
