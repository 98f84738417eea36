using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>A record of the firing side as lines of text, to be compared.</summary>
internal sealed class ListRecord : IFiringRecord
{
    public List<string> Lines { get; } = [];

    public void OnInput(in GateInput input, in GateVerdict verdict) =>
        Lines.Add($"{input.Number} {input.Kind} {input.At} {input.Pulse} {input.Request.Id} {verdict}");

    public void OnOutcome(in PulseAnswer outcome) =>
        Lines.Add($"{outcome.Kind} {outcome.Request} {outcome.Pulse} {outcome.Asked} {outcome.Done}");
}
