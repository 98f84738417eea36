using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>Takes the record of the firing side: each numbered input with its verdict, and each outcome. One thread.</summary>
public interface IFiringRecord
{
    /// <summary>An input that the gate took in, and what it said; neither allocates nor blocks.</summary>
    void OnInput(in GateInput input, in GateVerdict verdict);

    /// <summary>What became of a pulse or a train; a measurement, never re-created by a replay. Neither allocates nor blocks.</summary>
    void OnOutcome(in PulseAnswer outcome);
}
