using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Simulation;

/// <summary>Feels coils and writes down what it felt.</summary>
internal sealed class RecordedPulses : ICoilListener
{
    internal List<CoilPulse> Pulses { get; } = [];

    public void OnPulse(in CoilPulse pulse) => Pulses.Add(pulse);
}

/// <summary>Hangs on a trigger line and writes down its edges.</summary>
internal sealed class RecordedLine : ILineListener
{
    internal List<(bool High, Instant At)> Edges { get; } = [];

    public void OnLine(bool high, Instant at) => Edges.Add((high, at));
}
