using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Reads back what a <see cref="SessionRecorder"/> wrote: every frame, marker and turn exactly as the loop had it. A file that
/// ends
/// early is read up to its last whole chunk.
/// </summary>
public sealed class SessionRecordingReader : IDisposable
{
    private readonly XdfReader _reader;
    private readonly XdfStream[] _recorded;
    private readonly XdfStream _turns;

    private SessionRecordingReader(XdfReader reader, XdfStream[] recorded, XdfStream turns)
    {
        (_reader, _recorded, _turns) = (reader, recorded, turns);
        Streams = [.. recorded.Select(Original)];
        IsClosed = reader.Streams.All(stream => stream.HasFooter);
    }

    /// <summary>The session's first instant.</summary>
    public Instant Origin => _reader.SessionOrigin;

    /// <summary>
    /// The session's streams in the loop's order, as they were given to the recorder; text streams have one channel.
    /// </summary>
    public IReadOnlyList<StreamInfo> Streams { get; }

    /// <summary>The stream of turns.</summary>
    public StreamInfo Turns => _turns.Info;

    /// <summary>True if the recorder closed the file and had lost nothing.</summary>
    public bool IsClosed { get; }

    /// <summary>What is wrong with the file, with the place.</summary>
    public IReadOnlyList<RecordingWarning> Warnings => _reader.Info.Warnings;

    /// <summary>Opens a session's <c>recording.xdf</c> and looks through it.</summary>
    /// <exception cref="RecordingFormatException">The file is not a recording of a session.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static SessionRecordingReader Open(string path)
    {
        var reader = RecordingFormats.Open(path, RecordingOptions.Raw);
        try
        {
            if (reader is not XdfReader { SessionOrigin.IsSet: true } xdf)
            {
                throw new RecordingFormatException(
                    $"'{path}' is a recording, and not one of a session: it does not say when the session began.");
            }

            if (xdf.Streams.FirstOrDefault(stream => !IsAsRecorded(stream)) is { } strange)
            {
                throw new RecordingFormatException(
                    $"'{path}' is damaged: stream '{strange.Info.Name}' is not as a session records it.");
            }

            var turns = xdf.Streams.FirstOrDefault(stream => RoleOf(stream) is SessionStreamRole.Turns);
            return turns is null
                ? throw new RecordingFormatException(
                    $"'{path}' ends before the headers of its session are complete; it holds no frames.")
                : new SessionRecordingReader(xdf, [.. xdf.Streams.Where(IsOfTheLoop)], turns);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>How many frames or markers of a stream the file holds.</summary>
    /// <param name="index">Its place in <see cref="Streams"/>.</param>
    public long CountOf(int index) => _recorded[index].Frames;

    /// <summary>How many turns the file holds.</summary>
    public long TurnCount => _turns.Frames;

    /// <summary>Starts reading a stream of numbers: values, timestamps and qualities as the loop had them.</summary>
    /// <param name="index">Its place in <see cref="Streams"/>.</param>
    /// <exception cref="ArgumentException">The stream is a stream of text.</exception>
    public IStreamReader OpenStream(int index) => Streams[index].IsText
        ? throw new ArgumentException($"Stream '{Streams[index].Name}' is text; open its markers.", nameof(index))
        : new SessionFrameReader(Streams[index], _reader.OpenCursor(_recorded[index]), Origin);

    /// <summary>Starts reading a stream of text.</summary>
    /// <param name="index">Its place in <see cref="Streams"/>.</param>
    /// <exception cref="ArgumentException">The stream is a stream of numbers.</exception>
    public IMarkerReader OpenMarkers(int index) => Streams[index].IsText
        ? new XdfMarkerReader(_recorded[index], _reader.OpenCursor(_recorded[index]), _reader.Placement)
        : throw new ArgumentException($"Stream '{Streams[index].Name}' holds numbers; open it as a stream.", nameof(index));

    /// <summary>Starts reading the turns.</summary>
    public SessionTurnReader OpenTurns() => new(_turns.Info, _reader.OpenCursor(_turns), Origin);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static SessionStreamRole? RoleOf(XdfStream stream) => SessionFileHeader.ParseRole(stream.Header);

    private static bool IsOfTheLoop(XdfStream stream) => RoleOf(stream) is SessionStreamRole.Frames or SessionStreamRole.Markers;

    private static bool IsAsRecorded(XdfStream stream) => RoleOf(stream) switch
    {
        SessionStreamRole.Turns => stream.Info.Format == ChannelFormat.Int64,
        SessionStreamRole.Markers => stream.Info.IsText,
        SessionStreamRole.Frames => stream.Info is { Format: ChannelFormat.Float32, ChannelCount: > 1 },
        _ => true,
    };

    private static StreamInfo Original(XdfStream stream) => stream.Info.IsText
        ? stream.Info
        : stream.Info with
        {
            Format = SessionFileHeader.ParseSourceFormat(stream.Header, stream.Info.Format),
            Channels = [.. stream.Info.Channels.SkipLast(1)],
        };
}
