using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Says what the two looks at an XDF file found.</summary>
internal sealed class XdfDescription(
    XdfScan scan,
    IReadOnlyList<XdfTimingPass> passes,
    XdfPlacement placement,
    WarningList warnings,
    long fileLength)
{
    public RecordingInfo Describe()
    {
        var markers = new List<RecordedMarker>();
        foreach (var (stream, pass) in scan.Streams.Zip(passes))
        {
            markers.AddRange(pass.Markers.Select(marker => Describe(stream, marker)));
            WarnOf(stream, pass);
        }

        if (scan.Streams.Count == 0)
        {
            warnings.Add(fileLength, "The file holds no stream that can be read.");
        }

        var startedAt = scan.FileHeader is { } header ? XdfStreamHeader.Value(header, "datetime") : "";
        var streams = scan.Streams.Select(Describe).ToArray();
        var gaps = scan.Streams.SelectMany(FindGaps).ToArray();
        return new RecordingInfo("XDF 1.0", startedAt, streams, markers, gaps, warnings.ToList()) { EndsEarly = warnings.EndsEarly };
    }

    private void WarnOf(XdfStream stream, XdfTimingPass pass)
    {
        if (stream.Info.IsText && stream.Frames > pass.Markers.Count)
        {
            warnings.Add(
                stream.HeaderStart,
                $"Of the {stream.Frames} markers of stream {stream.Id} the first {pass.Markers.Count} are listed.");
        }

        if (pass.GoesBack && stream.StampLines.Count == 0)
        {
            warnings.Add(stream.HeaderStart, $"Timestamps of stream {stream.Id} '{stream.Info.Name}' go back in places.");
        }

        var (nominal, effective) = (stream.Info.NominalRate.TotalHertz, EffectiveRate(stream).TotalHertz);
        if (effective > 0 && Math.Abs(nominal - effective) > 0.1 * nominal)
        {
            warnings.Add(
                stream.HeaderStart,
                FormattableString.Invariant($"Stream {stream.Id} says {nominal:0.###} Hz and runs at {effective:0.###} Hz."));
        }
    }

    private RecordedMarker Describe(XdfStream stream, (double Seconds, string Text) marker) =>
        new(stream.Id, new Marker(placement.At(marker.Seconds), marker.Text), marker.Seconds);

    private RecordedStream Describe(XdfStream stream)
    {
        var described = new RecordedStream { Id = stream.Id, Stream = stream.Info, ClockOffsets = stream.ClockOffsets };
        return stream.Frames == 0 ? described : described with
        {
            EffectiveRate = EffectiveRate(stream),
            Samples = stream.Frames,
            FirstTime = placement.At(stream.FirstSeconds),
            LastTime = placement.At(stream.LastSeconds),
            FirstSeconds = stream.FirstSeconds,
            LastSeconds = stream.LastSeconds,
            FirstValues = stream.FirstValues,
            FirstText = stream.FirstText,
            Segments = SegmentsOf(stream),
            ClockSegments = stream.ClockSegments,
        };
    }

    private static FrameRange[] SegmentsOf(XdfStream stream) => stream.StampLines.Count > 0
        ? [.. stream.StampLines.Select(line => line.Frames)]
        : [new FrameRange(0, stream.Frames - 1)];

    private static Frequency EffectiveRate(XdfStream stream)
    {
        var (intervals, seconds) = stream.StampLines.Count > 0
            ? (stream.StampLines.Sum(line => line.Frames.Last - line.Frames.First),
                stream.StampLines.Sum(line => line.Interval * (line.Frames.Last - line.Frames.First)))
            : (stream.Frames - 1, stream.LastSeconds - stream.FirstSeconds);
        var rate = intervals / seconds;
        return stream.Info.NominalRate.TotalHertz > 0 && double.IsFinite(rate) && rate > 0 ? Frequency.FromHertz(rate) : default;
    }

    private IEnumerable<RecordingGap> FindGaps(XdfStream stream)
    {
        foreach (var (before, after) in stream.StampLines.Zip(stream.StampLines.Skip(1)))
        {
            var from = placement.At(before.At(before.Frames.Last));
            var to = placement.At(after.Start);
            if (to > from)
            {
                yield return new RecordingGap(stream.Id, after.Frames.First, from, to);
            }
            else
            {
                warnings.Add(stream.HeaderStart, $"The clock of stream {stream.Id} goes back before frame {after.Frames.First}.");
            }
        }
    }
}
