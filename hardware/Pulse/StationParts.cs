using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Everything that a pulse station is made of, opened in the order in which it depends on each other and closed in reverse. If one
/// part cannot be opened, those before it are closed again.
/// </summary>
internal sealed class StationParts : IDisposable
{
    private readonly Stack<IDisposable> _opened = new();

    public StationParts(PulsePlan plan, DeviceKinds kinds, Clock clock, HostSleep sleep)
    {
        try
        {
            plan.Check();
            Limits = plan.Limits.Resolve();
            Turnstile = new Turnstile(Limits);
            Link = Opened(new LinkServer(plan.LinkPath, plan.Identity(Limits)));
            var ledger = Opened(Ledger.Open(plan.LedgerFolder, plan.Limits.Subject.Id, plan.Session, DateTimeOffset.UtcNow, clock.Now));
            var log = Opened(new GateLogFile(Path.Combine(plan.Folder, "gate.jsonl"), plan.Session, plan.ProgramVersion, plan.Limits));
            Disk = new DiskThread(log, ledger, plan.LargestTrain, Link.Wake);
            _opened.Pop();
            _opened.Pop();
            Opened(Disk);
            Triggers = [.. plan.Triggers.Select((config, i) => OpenTrigger(plan, kinds, config, i, clock))];
            Stimulators = [.. plan.Stimulators.Select((config, i) => OpenStimulator(plan, kinds, config, i, clock))];
            Wiring = new OutputWiring(Limits, plan.Outputs, Triggers);
            Releases = Opened(new ReleaseThread(Turnstile, Wiring, sleep, Link.Wake, RealtimeSettings.Pulse));
            CheckFacts();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ResolvedLimits Limits { get; }

    public Turnstile Turnstile { get; }

    public LinkServer Link { get; }

    public DiskThread Disk { get; }

    public ITrigger[] Triggers { get; }

    public StimulatorThread[] Stimulators { get; }

    public OutputWiring Wiring { get; }

    public ReleaseThread Releases { get; }

    /// <summary>All threads.</summary>
    public List<WorkerThread> Workers { get; } = [];

    /// <summary>True when a thread ended by an exception.</summary>
    public bool HasFailed
    {
        get
        {
            foreach (var worker in Workers)
            {
                if (worker.Failure is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>True when no stimulator is energised, as far as they answered.</summary>
    public bool AreAllSafe
    {
        get
        {
            foreach (var stimulator in Stimulators)
            {
                if (stimulator.Reached != StimulatorStage.Safe)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Starts all threads, and waits until each has asked for its rights.</summary>
    public void Start()
    {
        Disk.Start();
        Workers.Add(Disk.Thread);
        Releases.Start();
        Workers.Add(Releases.Thread);
        foreach (var part in _opened)
        {
            if (part is StimulatorThread stimulator)
            {
                stimulator.Start();
                Workers.Add(stimulator.Thread);
            }
            else if (part is TriggerThread trigger)
            {
                trigger.Start();
                Workers.Add(trigger.Thread);
            }
        }

        foreach (var worker in Workers)
        {
            SpinWait.SpinUntil(() => worker.IsUnderWay || worker.Failure is not null, 1000);
        }
    }

    public void Dispose()
    {
        while (_opened.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    private ITrigger OpenTrigger(PulsePlan plan, DeviceKinds kinds, DeviceConfig config, int index, Clock clock)
    {
        var outputs = plan.Outputs
            .Select((o, i) => new WiredOutput(i, o.Line, o.TriggerToPulse, o.Width))
            .Where(o => plan.Limits.Outputs[o.Output].Trigger == index)
            .ToArray();
        var trigger = kinds.CreateTrigger(config, outputs, clock);
        Opened(new TriggerThread(trigger, Link.Wake));
        return trigger;
    }

    private StimulatorThread OpenStimulator(PulsePlan plan, DeviceKinds kinds, DeviceConfig config, int index, Clock clock)
    {
        var stimulator = kinds.CreateStimulator(config, index, clock);
        return Opened(new StimulatorThread(stimulator, plan.DeviceSettings()[index], Link.Wake, clock));
    }

    // What the experiment says of an output decides what the gate asks for; the devices themselves must not say otherwise.
    private void CheckFacts()
    {
        for (var i = 0; i < Limits.Outputs.Count; i++)
        {
            var output = Limits.Outputs[i];
            var trigger = Triggers[output.Trigger];
            if (output.IsDeviceTimed && trigger.Timing != TriggerTiming.DeviceTimed)
            {
                throw new ArgumentException($"Output '{output.Name}' is said to be timed by its trigger, but '{trigger.Name}' is {trigger.Timing}.");
            }

            if (output.IsSimulated && !(Stimulators[output.Device].IsSimulated && trigger.IsSimulated))
            {
                throw new ArgumentException($"Output '{output.Name}' is said to be simulated, but its stimulator or its trigger is real.");
            }
        }
    }

    private T Opened<T>(T part)
        where T : IDisposable
    {
        _opened.Push(part);
        return part;
    }
}
