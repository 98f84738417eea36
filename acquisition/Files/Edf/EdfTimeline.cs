using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// When each record begins, and the annotations. A continuous file needs the first onset only; a discontinuous one keeps an onset
/// a
/// record, as its annotation signal states them.
/// </summary>
internal sealed class EdfTimeline
{
    private readonly EdfHeader _header;
    private readonly long _firstOnset;
    private readonly long[]? _onsets;

    private EdfTimeline(EdfHeader header, long firstOnset, long[]? onsets, IReadOnlyList<EdfAnnotation> annotations)
    {
        _header = header;
        _firstOnset = firstOnset;
        _onsets = onsets;
        Annotations = annotations;
        Origin = FindOrigin();
    }

    /// <summary>All annotations, the earliest first.</summary>
    public IReadOnlyList<EdfAnnotation> Annotations { get; }

    /// <summary>The earliest time in the file, in its own nanoseconds: the instant of one second.</summary>
    public long Origin { get; }

    /// <summary>When a record begins, in nanoseconds from the start that the header gives.</summary>
    public long RecordOnset(long record) => _onsets is null ? _firstOnset + (record * _header.RecordNanoseconds) : _onsets[record];

    /// <summary>
    /// True if the samples before a record do not run on into it: by more than half a sample of this many a record.
    /// </summary>
    public bool IsBrokenBefore(long record, int samplesPerRecord)
    {
        if (_onsets is null || record == 0)
        {
            return false;
        }

        var off = _onsets[record] - _onsets[record - 1] - _header.RecordNanoseconds;
        return Math.Abs(off) > _header.RecordNanoseconds / (2 * (long)samplesPerRecord);
    }

    public Instant ToInstant(long fileNanoseconds) => RecordingClock.At(fileNanoseconds, Origin);

    /// <summary>Reads the annotation signals of all records.</summary>
    public static EdfTimeline Scan(Microsoft.Win32.SafeHandles.SafeFileHandle file, EdfHeader header, WarningList warnings)
    {
        var signals = header.Signals.Where(signal => signal.IsAnnotations).ToArray();
        if (signals.Length == 0 || header.Records == 0)
        {
            return new EdfTimeline(header, 0, null, []);
        }

        var annotations = new List<EdfAnnotation>();
        var scan = new EdfOnsetScan(file, header, signals, new EdfAnnotationParser(annotations, warnings), warnings);
        var onsets = scan.ReadOnsets();
        return new EdfTimeline(
            header,
            onsets[0],
            header.IsDiscontinuous ? onsets : null,
            [.. annotations.OrderBy(annotation => annotation.OnsetNanoseconds)]);
    }

    private long FindOrigin()
    {
        var hasSamples = _header.Records > 0 && _header.Signals.Any(signal => !signal.IsAnnotations);
        return (hasSamples, Annotations.Count > 0) switch
        {
            (true, true) => Math.Min(_firstOnset, Annotations[0].OnsetNanoseconds),
            (false, true) => Annotations[0].OnsetNanoseconds,
            _ => _firstOnset,
        };
    }
}
