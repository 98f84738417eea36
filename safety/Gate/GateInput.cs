using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// One entry of the firing side's numbered list: everything the gate decides follows from these, the limits, and nothing else. Fixed
/// size, no references. Which members mean something is said by <see cref="Kind"/>; <c>default</c> changes nothing.
/// </summary>
public struct GateInput
{
    /// <summary>Number in the list, from 1, growing by 1.</summary>
    public long Number { get; set; }

    /// <summary>What it is.</summary>
    public GateInputKind Kind { get; set; }

    /// <summary>When the pulse process took it, on this machine's clock.</summary>
    public Instant At { get; set; }

    /// <summary>The record of a <see cref="GateInputKind.Request"/>.</summary>
    public PulseRequest Request { get; set; }

    /// <summary>The state of a <see cref="GateInputKind.Device"/>.</summary>
    public DeviceReport Device { get; set; }

    /// <summary>What is wrong, for a <see cref="GateInputKind.Fault"/>.</summary>
    public FaultKind Fault { get; set; }

    /// <summary>Which pulse left (from 0), how many left, or how many are reserved: see <see cref="GateInputKind"/>.</summary>
    public int Pulse { get; set; }

    /// <summary>When the pulse left, for <see cref="GateInputKind.PulseDone"/>.</summary>
    public Instant Done { get; set; }

    /// <summary>True when the interlock chain is closed, for <see cref="GateInputKind.Interlock"/>.</summary>
    public bool Closed { get; set; }

    /// <summary>The dose so far, for <see cref="GateInputKind.History"/>.</summary>
    public DoseHistory History { get; set; }

    /// <summary>A record from the thinking side.</summary>
    public static GateInput OfRequest(long number, Instant at, in PulseRequest request) =>
        new() { Number = number, Kind = GateInputKind.Request, At = at, Request = request };

    /// <summary>A device's state.</summary>
    public static GateInput OfDevice(long number, Instant at, in DeviceReport device) =>
        new() { Number = number, Kind = GateInputKind.Device, At = at, Device = device };

    /// <summary>Something is wrong.</summary>
    public static GateInput OfFault(long number, Instant at, FaultKind fault) =>
        new() { Number = number, Kind = GateInputKind.Fault, At = at, Fault = fault };

    /// <summary>The interlock chain opened or closed.</summary>
    public static GateInput OfInterlock(long number, Instant at, bool closed) =>
        new() { Number = number, Kind = GateInputKind.Interlock, At = at, Closed = closed };

    /// <summary>The dose given before this arming.</summary>
    public static GateInput OfHistory(long number, Instant at, in DoseHistory history) =>
        new() { Number = number, Kind = GateInputKind.History, At = at, History = history };

    /// <summary>So many pulses are reserved on disk.</summary>
    public static GateInput OfReserved(long number, Instant at, int pulses) =>
        new() { Number = number, Kind = GateInputKind.Reserved, At = at, Pulse = pulses };

    /// <summary>A pulse of the running train left.</summary>
    public static GateInput OfPulseDone(long number, Instant at, int pulse, Instant done) =>
        new() { Number = number, Kind = GateInputKind.PulseDone, At = at, Pulse = pulse, Done = done };

    /// <summary>The running train ended, and so many of its pulses left.</summary>
    public static GateInput OfTrainEnded(long number, Instant at, int pulsesLeft) =>
        new() { Number = number, Kind = GateInputKind.TrainEnded, At = at, Pulse = pulsesLeft };

    /// <summary>An input that is nothing but its kind and time: a missed beat, the end of arming, a tick.</summary>
    public static GateInput OfKind(long number, Instant at, GateInputKind kind) =>
        new() { Number = number, Kind = kind, At = at };
}
