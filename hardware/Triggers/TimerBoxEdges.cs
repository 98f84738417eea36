using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// The edges of one write to a timer box: at most four, ascending in time; pulses whose edges fall together share one. Filled by the
/// pulse thread before it writes, read by the device's thread when reports come in.
/// </summary>
internal sealed class TimerBoxEdges
{
    private readonly Edge[] _edges = new Edge[TimerBoxText.EdgesPerLine];
    private int _reported;
    private int _count;
    private bool _isAccepted;

    /// <summary>Edges in the write.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>True while a report of an edge is still to come.</summary>
    public bool ArePending => Volatile.Read(ref _reported) < Count;

    /// <summary>When the first edge is due.</summary>
    public Instant First => _edges[0].At;

    /// <summary>The first pulse of the write.</summary>
    public int FirstPulse => _edges[0].FirstPulse;

    /// <summary>When the last edge is due.</summary>
    public Instant Last => _edges[Math.Max(_count - 1, 0)].At;

    /// <summary>Takes the edges of some pulses of a train.</summary>
    public void Fill(AdmittedTrain admitted, int first, int count, ReadOnlySpan<WiredOutput> wiring, Duration bias)
    {
        Forget();
        Volatile.Write(ref _isAccepted, false);
        var train = admitted.Train;
        var held = 0;
        for (var k = first; k < first + count; k++)
        {
            var pulse = train[k];
            var output = wiring[pulse.Output];
            var at = admitted.At + pulse.Offset - output.TriggerToPulse - bias;
            held = Insert(held, new Edge(at, output.Width, 1u << (output.Line - 1), first, 1u << (k - first)));
        }

        Volatile.Write(ref _reported, 0);
        Volatile.Write(ref _count, held);
    }

    /// <summary>The box has told that it took the write.</summary>
    public void Accept() => Volatile.Write(ref _isAccepted, true);

    /// <summary>
    /// The box has told that it dropped everything: nothing more is expected, unless the write was not accepted yet. Then the box
    /// dropped what was before it (it answers in the order of the lines), and these edges may still come.
    /// </summary>
    public void ForgetDropped()
    {
        if (Volatile.Read(ref _isAccepted))
        {
            Forget();
        }
    }

    /// <summary>Drops all edges: nothing more is expected.</summary>
    public void Forget()
    {
        Volatile.Write(ref _count, 0);
        Volatile.Write(ref _reported, 0);
    }

    /// <summary>Writes the line that makes these edges: the box's time of the first, and the delays counted from it.</summary>
    /// <returns>The length with its end of line, or 0 when the edges lie farther apart than a box accepts.</returns>
    public int Compose(Span<byte> line, long firstOnDevice)
    {
        line[0] = (byte)'T';
        var length = TimerBoxText.AddNumber(line, 1, firstOnDevice);
        for (var i = 0; i < _count; i++)
        {
            var delay = ((_edges[i].At - _edges[0].At).TotalNanoseconds + 500) / 1000;
            if (delay > TimerBoxText.GreatestDelay)
            {
                return 0;
            }

            length = TimerBoxText.AddEdge(line, length, delay, _edges[i].Width.TotalNanoseconds / 1000, _edges[i].Mask);
        }

        line[length] = (byte)'\n';
        return length + 1;
    }

    /// <summary>Finds the edge that a report names: reports come in the order of the edges.</summary>
    /// <param name="mask">The lines in the report.</param>
    /// <param name="firstPulse">The first pulse that the edge fired.</param>
    /// <param name="pulses">Bit i: pulse firstPulse + i was fired by it.</param>
    /// <returns>False when no such edge is expected.</returns>
    public bool TryReport(long mask, out int firstPulse, out uint pulses)
    {
        var next = Volatile.Read(ref _reported);
        if (next >= Count || _edges[next].Mask != mask)
        {
            firstPulse = -1;
            pulses = 0;
            return false;
        }

        firstPulse = _edges[next].FirstPulse;
        pulses = _edges[next].Pulses;
        Volatile.Write(ref _reported, next + 1);
        return true;
    }

    private int Insert(int held, Edge edge)
    {
        var at = held;
        while (at > 0 && _edges[at - 1].At > edge.At)
        {
            at--;
        }

        if (at > 0 && AreTogether(_edges[at - 1], edge))
        {
            var same = _edges[at - 1];
            var width = edge.Width > same.Width ? edge.Width : same.Width;
            _edges[at - 1] = same with { Width = width, Mask = same.Mask | edge.Mask, Pulses = same.Pulses | edge.Pulses };
            return held;
        }

        Array.Copy(_edges, at, _edges, at + 1, held - at);
        _edges[at] = edge;
        return held + 1;
    }

    // A box tells edges apart by whole microseconds; what is nearer shares one.
    private static bool AreTogether(Edge a, Edge b) => b.At - a.At < Duration.FromMicroseconds(2);

    private readonly record struct Edge(Instant At, Duration Width, uint Mask, int FirstPulse, uint Pulses);
}
