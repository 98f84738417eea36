using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Something with lines that makes edges, and so the pulses of the stimulators wired to them. It takes nothing but an admitted train.
/// </summary>
/// <remarks>
/// Three threads call it, each its own part: the pulse thread <see cref="Write"/>; the device's thread <see cref="Attend"/>; the gate's
/// thread <see cref="TryTake"/>; both the gate's and the pulse thread <see cref="Cancel"/>. Nothing allocates after construction. A
/// write is never retried.
/// </remarks>
public interface ITrigger : IDisposable
{
    /// <summary>Its name in the experiment.</summary>
    string Name { get; }

    /// <summary>True when an emulator, or nothing at all, hangs on it: it can hurt nobody.</summary>
    bool IsSimulated { get; }

    /// <summary>What decides when an edge falls.</summary>
    TriggerTiming Timing { get; }

    /// <summary>Its lines, with their declared errors.</summary>
    IReadOnlyList<TriggerLine> Lines { get; }

    /// <summary>The most pulses that one write can hold: 1 for a host-timed line.</summary>
    int PulsesPerWrite { get; }

    /// <summary>How long before the first edge the write is best made; zero for a host-timed line.</summary>
    Duration Lead { get; }

    /// <summary>How long before the first edge the write must have been made at the latest; zero for a host-timed line.</summary>
    Duration LeastLead { get; }

    /// <summary>The longest time from a write to its last edge.</summary>
    Duration Reach { get; }

    /// <summary>How long after an edge was due its report may take; without one by then, it is a fault.</summary>
    Duration ReportTime { get; }

    /// <summary>True while the device answers and its clock is known.</summary>
    bool IsReady { get; }

    /// <summary>When the next write is planned, so that nothing else is on the wire then; unset for none. Any thread.</summary>
    Instant NextWrite { get; set; }

    /// <summary>Makes the edges of some pulses of a train, in one write.</summary>
    /// <param name="train">The admitted train.</param>
    /// <param name="first">The first of the pulses, from 0.</param>
    /// <param name="count">How many, 1 to <see cref="PulsesPerWrite"/>; all must lie within <see cref="Reach"/>.</param>
    TriggerWrite Write(AdmittedTrain train, int first, int count);

    /// <summary>Takes back what was written and has not left yet, as far as the device can. Two threads may call it at once; may block for 1 ms.</summary>
    void Cancel();

    /// <summary>Listens to the device and keeps its clock known; blocks up to a time.</summary>
    void Attend(Duration atMost);

    /// <summary>Takes the oldest event that was not taken.</summary>
    bool TryTake(out TriggerEvent triggerEvent);
}
