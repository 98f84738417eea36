using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// The world that is not there, for the demonstration: a virtual subject on Lab Streaming Layer; a stimulator over its cerebellum
/// (<c>cs</c>, timer box line 1), one over its motor cortex (<c>ts</c>, line 2), and the timer box, each on a pseudo-terminal. It
/// lives in real time until disposed.
/// </summary>
/// <example><code>
/// using var world = new World(new WorldSettings());
/// Console.WriteLine($"{world.CsPort} {world.TsPort} {world.BoxPort}");
/// </code></example>
public sealed class World : IDisposable
{
    private readonly Stack<IDisposable> _parts = new();

    /// <summary>Makes it and lets it live.</summary>
    /// <param name="settings"><c>null</c> for the defaults.</param>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    /// <exception cref="IOException">No pseudo-terminal, or the folder cannot be written.</exception>
    /// <exception cref="ArgumentException">Impossible settings; the message says which.</exception>
    public World(WorldSettings? settings = null)
    {
        settings ??= new WorldSettings();
        try
        {
            if (settings.Folder is not null)
            {
                _ = Directory.CreateDirectory(settings.Folder);
            }

            Subject = new VirtualSubject(settings.Subject, MonotonicClock.Instance.Now);
            Streamer = Own(new SubjectStreamer(Subject, settings.Streamer));
            var (first, second) = (settings.Stimulators, settings.Stimulators with { Seed = settings.Stimulators.Seed + 1 });
            Cs = new Magstim200Emulator(settings.Subject.ConditioningCoil, first, OpenJournal(settings.Folder, "cs"));
            Ts = new Magstim200Emulator(settings.Subject.TestCoil, second, OpenJournal(settings.Folder, "ts"));
            Box = new TimerBoxEmulator("box", settings.TimerBox, OpenJournal(settings.Folder, "box"));
            Wire();
            CsHost = Host(Cs, settings.Folder, "cs");
            TsHost = Host(Ts, settings.Folder, "ts");
            BoxHost = Host(Box, settings.Folder, "box");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The subject, with its truth.</summary>
    public VirtualSubject Subject { get; }

    /// <summary>Its streams.</summary>
    public SubjectStreamer Streamer { get; }

    /// <summary>The stimulator over the cerebellum.</summary>
    public Magstim200Emulator Cs { get; }

    /// <summary>The stimulator over the motor cortex.</summary>
    public Magstim200Emulator Ts { get; }

    /// <summary>The timer box that fires them.</summary>
    public TimerBoxEmulator Box { get; }

    /// <summary>The port of <see cref="Cs"/>, for injected faults.</summary>
    public EmulatorHost CsHost { get; }

    /// <summary>The port of <see cref="Ts"/>, for injected faults.</summary>
    public EmulatorHost TsHost { get; }

    /// <summary>The port of <see cref="Box"/>, for injected faults.</summary>
    public EmulatorHost BoxHost { get; }

    /// <summary>What a driver opens for the stimulator over the cerebellum.</summary>
    public string CsPort => CsHost.Path;

    /// <summary>What a driver opens for the stimulator over the motor cortex.</summary>
    public string TsPort => TsHost.Path;

    /// <summary>What a driver opens for the timer box.</summary>
    public string BoxPort => BoxHost.Path;

    /// <summary>Why a part of this world has stopped, in a sentence; <c>null</c> while all of it lives.</summary>
    public string? Fault =>
        (Streamer.Failure ?? CsHost.Failure ?? TsHost.Failure ?? BoxHost.Failure) is { } failure
            ? $"The virtual world stopped: {failure.Message}"
            : null;

    /// <summary>Makes something go wrong with a device or its port.</summary>
    /// <param name="device"><c>cs</c>, <c>ts</c> or <c>box</c>.</param>
    /// <param name="fault">What.</param>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    public void Inject(string device, InjectedFault fault) => (device switch
    {
        "cs" => CsHost,
        "ts" => TsHost,
        "box" => BoxHost,
        _ => throw new ArgumentException($"No device '{device}' in the virtual world; there are cs, ts and box.", nameof(device)),
    }).Inject(fault);

    /// <summary>Ends it: ports first, then streams, then journals. Everything that can be read stays readable.</summary>
    public void Dispose()
    {
        while (_parts.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    private void Wire()
    {
        Cs.AddListener(Streamer);
        Ts.AddListener(Streamer);
        Box.Connect(1, Cs);
        Box.Connect(2, Ts);
    }

    private ByteJournal OpenJournal(string? folder, string name) =>
        Own(new ByteJournal(folder is null ? null : Path.Combine(folder, $"{name}.journal")));

    private EmulatorHost Host(EmulatedDevice device, string? folder, string name) =>
        Own(new EmulatorHost(device, link: folder is null ? null : Path.Combine(folder, name)));

    private T Own<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
