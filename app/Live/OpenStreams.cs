using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>The LSL streams that an experiment names, found and opened.</summary>
internal sealed class OpenStreams : IDisposable
{
    private static readonly Duration SearchTime = Duration.FromSeconds(5);
    private static readonly Duration OpenTime = Duration.FromSeconds(5);

    private readonly List<LslInlet> _inlets = [];

    /// <summary>Finds and opens every stream; blocks for seconds.</summary>
    /// <exception cref="RefusedException">A stream is not offered, is offered twice, or cannot be opened.</exception>
    public OpenStreams(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        try
        {
            foreach (var section in experiment.Streams)
            {
                _inlets.Add(Open(section));
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        Sources = [.. _inlets.Select((inlet, index) => new LslFrameSource(inlet, experiment.Streams[index].StreamDelay))];
        Poller = new LslPoller(_inlets);
    }

    /// <summary>The streams, in the order of the experiment.</summary>
    public IReadOnlyList<IFrameSource> Sources { get; }

    /// <summary>What each of them is.</summary>
    public IReadOnlyList<StreamInfo> Infos => [.. _inlets.Select(inlet => inlet.Info)];

    /// <summary>Waits for any of them.</summary>
    public LslPoller Poller { get; }

    /// <summary>Frames known to be lost, of all streams.</summary>
    public long LostFrames => _inlets.Sum(inlet => inlet.LostFrames);

    /// <summary>Bytes that have arrived and were not taken.</summary>
    public int Backlog => _inlets.Sum(inlet => inlet.Backlog);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var inlet in _inlets)
        {
            inlet.Dispose();
        }
    }

    private static LslInlet Open(StreamSection section)
    {
        var query = Query(section);
        var found = LslResolver.Resolve(query, 1, SearchTime);
        return found.Sources.Count switch
        {
            0 => throw new RefusedException(
                $"No LSL stream for '{section.Name}' ({query}) within {SearchTime.TotalSeconds:0} s; start it, or see 'closedloop streams'. {found.Fault}".TrimEnd()),
            1 => LslInlet.TryOpen(found.Sources[0], OpenTime, out var inlet, out var fault)
                ? inlet
                : throw new RefusedException($"The LSL stream {found.Sources[0]} cannot be opened: {fault}"),
            _ => throw new RefusedException(
                $"{found.Sources.Count} LSL streams could be '{section.Name}': {string.Join(", ", found.Sources)}; "
                + $"give 'streams.{section.Name}.name' or 'source_id'."),
        };
    }

    private static LslQuery Query(StreamSection section)
    {
        var query = LslQuery.Any;
        if (section.SourceId is { } sourceId)
        {
            query = query.And(LslQuery.BySourceId(sourceId));
        }

        if (section.SenderName is { } name)
        {
            query = query.And(LslQuery.ByName(name));
        }

        return section.SourceId is null && section.SenderName is null ? LslQuery.ByType(section.Kind.ToString()) : query;
    }
}
