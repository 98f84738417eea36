using System.Globalization;
using ClosedLoop.Core;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>
/// An open EDF, EDF+, BDF or BDF+ file. All ordinary signals of one rate form one stream; annotations are a stream of text.
/// </summary>
internal sealed class EdfReader : IRecordingReader
{
    private readonly SafeFileHandle _file;
    private readonly EdfHeader _header;
    private readonly EdfTimeline _timeline;
    private readonly List<EdfSignal[]> _groups;

    private EdfReader(SafeFileHandle file, EdfHeader header, WarningList warnings)
    {
        (_file, _header) = (file, header);
        _timeline = EdfTimeline.Scan(file, header, warnings);
        _groups = Group(warnings);
        Info = Describe(warnings);
    }

    public RecordingInfo Info { get; }

    public static EdfReader Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            var length = RandomAccess.GetLength(file);
            var main = new byte[Math.Min(EdfHeaderParser.MainBytes, length)];
            FileBytes.ReadExactly(file, main, 0);
            var bytes = new byte[EdfHeaderParser.TotalBytes(path, main, length)];
            FileBytes.ReadExactly(file, bytes, 0);
            var warnings = new WarningList();
            return new EdfReader(file, new EdfHeaderParser(path, bytes, length, warnings).Parse(), warnings);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IStreamReader OpenStream(int index)
    {
        var stream = Info.Streams[Checked(index)].Stream;
        return index < _groups.Count
            ? new EdfStreamReader(_file, _header, _timeline, _groups[index], stream)
            : throw new ArgumentException($"Stream '{stream.Name}' is text; open its markers.", nameof(index));
    }

    public IMarkerReader OpenMarkers(int index)
    {
        var stream = Info.Streams[Checked(index)].Stream;
        return index >= _groups.Count
            ? new MarkerListReader(stream, [.. _timeline.Annotations.Select(ToMarker)])
            : throw new ArgumentException($"Stream '{stream.Name}' holds numbers; open it as a stream.", nameof(index));
    }

    public void Dispose() => _file.Dispose();

    private int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Info.Streams.Count);
        return index;
    }

    private Marker ToMarker(EdfAnnotation annotation) => new(_timeline.ToInstant(annotation.OnsetNanoseconds), annotation.Text);

    private List<EdfSignal[]> Group(WarningList warnings)
    {
        var ordinary = _header.Signals.Where(signal => !signal.IsAnnotations && signal.SamplesPerRecord > 0).ToArray();
        if (ordinary.Length > 0 && _header.RecordNanoseconds == 0)
        {
            warnings.Add(244, "Records last 0 s, so the signals have no rate; they are left out.");
            return [];
        }

        return [.. ordinary.GroupBy(signal => signal.SamplesPerRecord).Select(group => group.ToArray())];
    }

    private RecordingInfo Describe(WarningList warnings)
    {
        var streams = _groups.Select((group, index) => DescribeStream(group, index + 1)).ToList();
        var markers = new List<RecordedMarker>();
        if (_header.Signals.FirstOrDefault(signal => signal.IsAnnotations) is { } signal)
        {
            streams.Add(DescribeAnnotations(signal, streams.Count + 1));
            var listed = _timeline.Annotations.Take(RecordingInfo.MarkerLimit);
            markers.AddRange(listed.Select(annotation => Describe(annotation, streams.Count)));
            WarnOfManyMarkers(warnings);
        }

        var gaps = _groups.SelectMany((group, index) => FindGaps(group[0].SamplesPerRecord, index + 1)).ToArray();
        return new RecordingInfo(_header.Format, _header.StartedAt, streams, markers, gaps, warnings.ToList()) { EndsEarly = warnings.EndsEarly };
    }

    private void WarnOfManyMarkers(WarningList warnings)
    {
        if (_timeline.Annotations.Count > RecordingInfo.MarkerLimit)
        {
            warnings.Add(
                _header.DataStart,
                $"Of {_timeline.Annotations.Count} markers the first {RecordingInfo.MarkerLimit} are listed.");
        }
    }

    private RecordedMarker Describe(EdfAnnotation annotation, long streamId) => new(
        streamId,
        ToMarker(annotation),
        annotation.OnsetNanoseconds / 1e9,
        annotation.LengthNanoseconds is { } length ? Duration.FromNanoseconds(length) : null);

    private RecordedStream DescribeStream(EdfSignal[] signals, int id)
    {
        var perRecord = signals[0].SamplesPerRecord;
        var rate = Frequency.FromHertz(perRecord * 1e9 / _header.RecordNanoseconds);
        var info = new StreamInfo(
            StreamName(rate),
            StreamType(signals),
            rate,
            _header.BytesPerSample == 2 ? ChannelFormat.Int16 : ChannelFormat.Int32,
            [.. signals.Select(signal => signal.ToChannel())]);
        var stream = new RecordedStream { Id = id, Stream = info };
        if (_header.Records == 0)
        {
            return stream;
        }

        var first = _timeline.RecordOnset(0);
        var last = _timeline.RecordOnset(_header.Records - 1) + _header.NanosecondsInRecord(perRecord - 1, perRecord);
        return stream with
        {
            Samples = _header.Records * perRecord,
            EffectiveRate = rate,
            FirstTime = _timeline.ToInstant(first),
            LastTime = _timeline.ToInstant(last),
            FirstSeconds = first / 1e9,
            LastSeconds = last / 1e9,
            FirstValues = FirstValues(signals, info),
            Segments = FindSegments(perRecord),
        };
    }

    private string StreamName(Frequency rate)
    {
        var name = _header.Format[..3];
        var ordinary = _header.Signals.Where(signal => !signal.IsAnnotations);
        var isOnlyOne = ordinary.DistinctBy(signal => signal.SamplesPerRecord).Count() == 1;
        return isOnlyOne ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {rate.TotalHertz:0.###} Hz");
    }

    /// <summary>The format has no type for a whole recording; what most labels say is taken, EEG where they are silent.</summary>
    private static string StreamType(EdfSignal[] signals) => signals
        .Select(signal => signal.ToChannel().Type)
        .Where(type => type.Length > 0)
        .GroupBy(type => type)
        .OrderByDescending(group => group.Count())
        .Select(group => group.Key)
        .FirstOrDefault("EEG");

    private double[] FirstValues(EdfSignal[] signals, StreamInfo stream)
    {
        var digital = new int[signals.Length];
        new EdfStreamReader(_file, _header, _timeline, signals, stream).ReadDigital(digital);
        return [.. signals.Select((signal, index) => signal.ToPhysical(digital[index]))];
    }

    private RecordedStream DescribeAnnotations(EdfSignal signal, int id)
    {
        var info = new StreamInfo(signal.Label, "Markers", default, ChannelFormat.String, [new ChannelInfo(signal.Label)]);
        var stream = new RecordedStream { Id = id, Stream = info, Samples = _timeline.Annotations.Count };
        if (_timeline.Annotations is not [var first, ..])
        {
            return stream;
        }

        var last = _timeline.Annotations[^1];
        return stream with
        {
            FirstTime = _timeline.ToInstant(first.OnsetNanoseconds),
            LastTime = _timeline.ToInstant(last.OnsetNanoseconds),
            FirstSeconds = first.OnsetNanoseconds / 1e9,
            LastSeconds = last.OnsetNanoseconds / 1e9,
            FirstText = first.Text,
            Segments = [new FrameRange(0, _timeline.Annotations.Count - 1)],
        };
    }

    private List<FrameRange> FindSegments(int perRecord)
    {
        var segments = new List<FrameRange>();
        var start = 0L;
        for (var record = 1L; record < _header.Records; record++)
        {
            if (_timeline.IsBrokenBefore(record, perRecord))
            {
                segments.Add(new FrameRange(start * perRecord, (record * perRecord) - 1));
                start = record;
            }
        }

        segments.Add(new FrameRange(start * perRecord, (_header.Records * perRecord) - 1));
        return segments;
    }

    private List<RecordingGap> FindGaps(int perRecord, long streamId)
    {
        var gaps = new List<RecordingGap>();
        for (var record = 1L; record < _header.Records; record++)
        {
            if (_timeline.IsBrokenBefore(record, perRecord))
            {
                var last = _timeline.RecordOnset(record - 1) + _header.NanosecondsInRecord(perRecord - 1, perRecord);
                var next = _timeline.RecordOnset(record);
                gaps.Add(new RecordingGap(streamId, record * perRecord, _timeline.ToInstant(last), _timeline.ToInstant(next)));
            }
        }

        return gaps;
    }
}
