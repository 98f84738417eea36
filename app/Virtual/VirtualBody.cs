using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary>
/// Ties the firing side to the virtual subject: every pulse that leaves an output is felt under the coil wired to it, at its own
/// instant and before any frame that comes after it is made.
/// </summary>
/// <param name="subject">Who feels.</param>
/// <param name="markers">Who writes it down in the world; null if no stream of markers is wanted.</param>
/// <param name="outputs">The experiment's outputs, whose names are the coils'.</param>
/// <param name="next">Takes the firing side's record too; null for none.</param>
internal sealed class VirtualBody(
    VirtualSubject subject, PulseMarkers? markers, IReadOnlyList<OutputSection> outputs, IFiringRecord? next) : IFiringRecord
{
    /// <summary>Pulses felt so far.</summary>
    public int Pulses { get; private set; }

    /// <inheritdoc/>
    public void OnInput(in GateInput input, in GateVerdict verdict) => next?.OnInput(input, verdict);

    /// <inheritdoc/>
    public void OnOutcome(in PulseAnswer outcome)
    {
        next?.OnOutcome(outcome);
        if (outcome.Kind is PulseAnswerKind.Fired or PulseAnswerKind.FiredLate)
        {
            Feel(outcome.Done, outputs[outcome.Output]);
        }
    }

    private void Feel(Instant at, OutputSection output)
    {
        var pulse = new CoilPulse(at, output.Setting, PulseSource.Ttl, output.Name);
        subject.OnPulse(pulse);
        markers?.Hear(pulse);
        Pulses++;
    }
}
