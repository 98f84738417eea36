namespace ClosedLoop.Acquisition;

/// <summary>Collects warnings while a file is looked through; a file that is wrong everywhere fills it only so far.</summary>
internal sealed class WarningList
{
    private const int Limit = 200;

    private readonly List<RecordingWarning> _warnings = [];
    private long _leftOut;

    /// <summary>True once something of the file's end was found missing.</summary>
    public bool EndsEarly { get; private set; }

    /// <summary>Warns that the file breaks off; a file ends once, so this is listed even where the list is full.</summary>
    public void AddEnd(long bytePosition, string text)
    {
        EndsEarly = true;
        _warnings.Add(new RecordingWarning(bytePosition, text) { IsEnd = true });
    }

    public void Add(long bytePosition, string text)
    {
        if (_warnings.Count < Limit)
        {
            _warnings.Add(new RecordingWarning(bytePosition, text));
        }
        else
        {
            _leftOut++;
        }
    }

    public IReadOnlyList<RecordingWarning> ToList()
    {
        if (_leftOut == 0)
        {
            return _warnings;
        }

        var last = _warnings[^1].BytePosition;
        return [.. _warnings, new RecordingWarning(last, $"{_leftOut} more warnings after this place are not listed.")];
    }
}
