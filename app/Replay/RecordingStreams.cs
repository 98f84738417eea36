using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>The streams of a recording that an experiment names, ready to be stepped through.</summary>
internal sealed class RecordingStreams : IDisposable
{
    private readonly IRecordingReader _reader;

    /// <summary>Opens a recording and finds the experiment's streams in it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="path">The recording.</param>
    /// <param name="chunkFrames">How many frames are read at a time.</param>
    /// <exception cref="RefusedException">The file is no recording, or lacks a stream.</exception>
    public RecordingStreams(Experiment experiment, string path, int chunkFrames)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        _reader = Open(path);
        try
        {
            var offered = _reader.Info.Streams.Select(stream => stream.Stream).ToList();
            Matches = StreamMatching.InRecording(experiment, offered, path);
            Sources = [.. Matches.Select((match, index) => Source(experiment.Streams[index], match, chunkFrames))];
            Infos = [.. Sources.Select(source => source.Stream)];
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>What the recording holds.</summary>
    public RecordingInfo Info => _reader.Info;

    /// <summary>For each stream of the experiment its index in the recording; −1 where markers are absent.</summary>
    public IReadOnlyList<int> Matches { get; }

    /// <summary>The streams, in the order of the experiment.</summary>
    public IReadOnlyList<SteppedSource> Sources { get; }

    /// <summary>What each of them is.</summary>
    public IReadOnlyList<StreamInfo> Infos { get; }

    /// <summary>Reads one stream of numbers a second time, from its beginning.</summary>
    public IStreamReader OpenAgain(int experimentStream) => _reader.OpenStream(Matches[experimentStream]);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private SteppedSource Source(StreamSection section, int match, int chunkFrames)
    {
        if (match < 0)
        {
            var absent = new StreamInfo(section.Name, "Markers", default, ChannelFormat.String, [new ChannelInfo("")]);
            return SteppedSource.OfMarkers(absent, () => null);
        }

        if (_reader.Info.Streams[match].Stream.IsText)
        {
            var markers = _reader.OpenMarkers(match);
            return SteppedSource.OfMarkers(markers.Stream, () => markers.TryRead(out var marker) ? marker : null);
        }

        var frames = _reader.OpenStream(match);
        return SteppedSource.OfFrames(frames.Stream, chunkFrames, frames.Read);
    }

    private static IRecordingReader Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new RefusedException($"There is no recording '{path}'; check the path.");
        }

        try
        {
            return RecordingFormats.Open(path);
        }
        catch (RecordingFormatException refusal)
        {
            throw new RefusedException($"'{path}' cannot be replayed: {refusal.Message}", refusal);
        }
    }
}
