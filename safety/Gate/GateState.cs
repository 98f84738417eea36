using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// All that the gate remembers: a value without references, so that a copy is a snapshot. Only the gate changes one; <c>default</c>
/// is the start: disarmed, no dose known, nothing reserved.
/// </summary>
/// <remarks>Pulse times are those planned, not those measured: a pulse that leaves later than its tolerance is a fault anyway, and
/// so an interval of exactly the least one stays allowed whatever the microseconds were.</remarks>
public struct GateState
{
    private DeviceReports _devices;
    private OutputInstants _lastOnsets;

    /// <summary>Disarmed, arming or armed.</summary>
    public GatePhase Phase { get; internal set; }

    /// <summary>When it was armed; unset unless armed.</summary>
    public Instant ArmedSince { get; internal set; }

    /// <summary>When the session began: its first arming, or its first pulse where the program was restarted in it. Unset before.</summary>
    public Instant SessionStart { get; internal set; }

    /// <summary>Faults that have not cleared.</summary>
    public FaultSet Faults { get; internal set; }

    /// <summary>How many faults there were; never goes down.</summary>
    public int FaultCount { get; internal set; }

    /// <summary>True while the interlock chain is open.</summary>
    public bool InterlockOpen { get; internal set; }

    /// <summary>Number of the last input.</summary>
    public long LastInput { get; internal set; }

    /// <summary>The largest request id so far.</summary>
    public long LastRequest { get; internal set; }

    /// <summary>True once the ledger's history was taken in at this arming.</summary>
    public bool HasHistory { get; internal set; }

    /// <summary>Pulses of this session that left or must be counted as if.</summary>
    public int SessionPulses { get; internal set; }

    /// <summary>Pulses of the last 24 h that left or must be counted as if.</summary>
    public int DayPulses { get; internal set; }

    /// <summary>Pulses that the ledger has on disk for the next train; 0 after each train until it reserves again.</summary>
    public int Reserved { get; internal set; }

    /// <summary>When the last pulse was due; unset if there was none.</summary>
    public Instant LastPulse { get; internal set; }

    /// <summary>When the first pulse of the last train was due; unset if there was none.</summary>
    public Instant LastOnset { get; internal set; }

    /// <summary>When the last repetitive train or theta burst ended, its last period counted in; unset if there was none.</summary>
    public Instant LastPatternEnd { get; internal set; }

    /// <summary>The request whose train runs or waits for its time; 0 if none.</summary>
    public long RunningRequest { get; internal set; }

    /// <summary>When that train starts.</summary>
    public Instant RunningAt { get; internal set; }

    /// <summary>That train; empty if none.</summary>
    public PulseTrain RunningTrain { get; internal set; }

    /// <summary>How many of its pulses left so far.</summary>
    public int FiredInTrain { get; internal set; }

    /// <summary>True when a train has been admitted and has not ended.</summary>
    public readonly bool IsRunning => RunningRequest != 0;

    /// <summary>True when the session is armed and no fault is latched.</summary>
    public readonly bool MayFire => Phase == GatePhase.Armed && Faults.IsEmpty;

    /// <summary>The newest report of a device; <c>default</c> if it never reported.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is below 0, or not below <see cref="DeviceReports.Capacity"/>.</exception>
    public readonly DeviceReport Device(int device) => device is >= 0 and < DeviceReports.Capacity
        ? _devices[device]
        : throw new ArgumentOutOfRangeException(nameof(device), device, $"There is room for {DeviceReports.Capacity} devices.");

    internal void SetDevice(in DeviceReport report) => _devices[report.Device] = report;

    internal readonly Instant LastOnsetOf(int output) => _lastOnsets[output];

    internal void SetLastOnsetOf(int output, Instant onset) => _lastOnsets[output] = onset;
}
