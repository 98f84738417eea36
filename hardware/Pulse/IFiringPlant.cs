using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>What the fold sets in motion: devices and threads in the pulse process, ideal ones on a virtual clock.</summary>
internal interface IFiringPlant
{
    /// <summary>Sends a record to the thinking side.</summary>
    void Answer(in PulseAnswer answer);

    /// <summary>A request to arm was let through: set, read back and energise the devices, read the ledger and reserve.</summary>
    void BeginArming(Instant at);

    /// <summary>A train was admitted: release its pulses.</summary>
    void Schedule(AdmittedTrain train);

    /// <summary>Cancel what is scheduled and make every device safe.</summary>
    void MakeSafe(Instant at);

    /// <summary>A train ended and so many of its pulses must be counted: settle, and reserve the next train.</summary>
    void Settle(long request, int pulses, Instant at);
}
