using ClosedLoop.Core;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>An open XDF file. A session that this program recorded keeps its stamps, whatever the options say.</summary>
internal sealed class XdfReader : IRecordingReader
{
    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly IReadOnlyList<XdfDamage> _damages;

    private XdfReader(SafeFileHandle file, RecordingOptions options)
    {
        _file = file;
        _length = RandomAccess.GetLength(file);
        var warnings = new WarningList();
        var scan = new XdfScan(file, _length, warnings);
        scan.FindContent();
        _damages = scan.Damages;
        Streams = scan.Streams;
        SessionOrigin = SessionFileHeader.ParseOrigin(scan.FileHeader);
        var passes = scan.FindTimes(SessionOrigin.IsSet ? RecordingOptions.Raw : options);
        var earliest = Streams.Where(stream => double.IsFinite(stream.FirstSeconds)).Select(stream => stream.FirstSeconds);
        Placement = new XdfPlacement(SessionOrigin, earliest.DefaultIfEmpty(0).Min(), options.KeepOrder && !SessionOrigin.IsSet);
        Info = new XdfDescription(scan, passes, Placement, warnings, _length).Describe();
    }

    public RecordingInfo Info { get; }

    public IReadOnlyList<XdfStream> Streams { get; }

    /// <summary>The session's first instant if this program recorded the file, else unset.</summary>
    public Instant SessionOrigin { get; }

    public XdfPlacement Placement { get; }

    public static XdfReader Open(string path, RecordingOptions options)
    {
        var file = File.OpenHandle(path, share: FileShare.ReadWrite);
        try
        {
            return new XdfReader(file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IStreamReader OpenStream(int index)
    {
        var stream = Checked(index);
        return stream.Info.IsText
            ? throw new ArgumentException($"Stream '{stream.Info.Name}' is text; open its markers.", nameof(index))
            : new XdfStreamReader(stream, OpenCursor(stream), Placement);
    }

    public IMarkerReader OpenMarkers(int index)
    {
        var stream = Checked(index);
        return stream.Info.IsText
            ? new XdfMarkerReader(stream, OpenCursor(stream), Placement)
            : throw new ArgumentException($"Stream '{stream.Info.Name}' holds numbers; open it as a stream.", nameof(index));
    }

    public XdfCursor OpenCursor(XdfStream stream) => new(_file, _length, _damages, stream);

    public void Dispose() => _file.Dispose();

    private XdfStream Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Streams.Count);
        return Streams[index];
    }
}
