using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>What the gate's thread wants of the disk thread.</summary>
internal enum DiskCommandKind : byte
{
    None,

    /// <summary>Read the dose given so far, then reserve the next train.</summary>
    Begin,

    /// <summary>Settle a train and reserve the next.</summary>
    SettleAndReserve,

    /// <summary>Settle what is reserved.</summary>
    Settle,
}

/// <summary>A command to the disk thread.</summary>
internal readonly record struct DiskCommand(DiskCommandKind Kind, long Request, int Pulses, Instant At);

/// <summary>What the disk thread answers.</summary>
internal enum DiskAnswerKind : byte
{
    None,

    /// <summary>The dose given so far.</summary>
    History,

    /// <summary>A reservation is on disk.</summary>
    Reserved,

    /// <summary>The ledger could not be written.</summary>
    LedgerFailed,

    /// <summary>The record could not be written.</summary>
    RecordFailed,
}

/// <summary>An answer of the disk thread.</summary>
internal readonly record struct DiskAnswer(DiskAnswerKind Kind, DoseHistory History, int Pulses);

/// <summary>A line for the record, on its way to the disk thread.</summary>
internal struct RecordEntry
{
    public GateInput Input;
    public GateVerdict Verdict;
    public PulseAnswer Outcome;
    public FiringHealth Health;
}
