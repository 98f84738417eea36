using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// A session as it happens: streams open, the pulse process up, one acquisition thread that waits for data and takes turns. Whatever goes
/// wrong ends disarmed: by a fault through the fold while it works, by silence of its beat when it does not.
/// </summary>
internal sealed class LiveSession : IDisposable
{
    private static readonly Duration LongestWait = Duration.FromMilliseconds(5);
    private static readonly Duration StreamSilence = Duration.FromMilliseconds(250);
    private static readonly Duration PulseProcessPatience = Duration.FromSeconds(20);
    private static readonly TimeSpan DisarmPatience = TimeSpan.FromSeconds(2);

    // Below all threads of the firing process: a busy machine must neither hold the loop up nor let it hold a pulse up.
    private static readonly RealtimeSettings Realtime = new(40, Duration.FromNanoseconds(1), LockMemory: false);

    private readonly Experiment _experiment;
    private readonly SessionPlace _place;
    private readonly OpenStreams _streams;
    private readonly PulseProcessHandle _pulse;
    private readonly StreamWatch _watch;
    private readonly ThreadLane _lane = new("side work");
    private readonly LiveRecord _record;
    private readonly WiredSession _session;
    private readonly FeedbackOutlet? _feedback;
    private readonly Thread _thread;
    private readonly int[] _collectionsBefore = new int[3];
    private volatile bool _hasBeenArmed;
    private SessionHeader _header;
    private volatile bool _isEnding;
    private volatile Exception? _failure;
    private RealtimeGrants? _grants;
    private bool _isDisposed;
    private bool _lossReported;
    private bool _exitReported;

    /// <summary>Opens everything and wires it; nothing runs and nothing is armed yet.</summary>
    /// <exception cref="RefusedException">A stream, a device or the pulse process is not as the experiment needs it.</exception>
    public LiveSession(Experiment experiment, SessionPlace place, string ledgerFolder, EmulatedPorts? emulated)
    {
        _experiment = experiment;
        _place = place;
        Origin = MonotonicClock.Instance.Now;
        _header = new SessionHeader
        {
            Name = experiment.Name,
            Session = place.Id,
            ExperimentSha256 = experiment.Sha256(),
            Seed = experiment.Seed,
            Start = place.Start,
            OriginNs = Origin.TotalNanoseconds,
        };
        _header.Write(place);
        File.WriteAllText(place.File("experiment.yaml"), experiment.ToYaml());
        try
        {
            _streams = new OpenStreams(experiment);
            Infos = _streams.Infos;
            _pulse = StartPulseProcess(PulsePlanWiring.Plan(experiment, place, ledgerFolder, emulated));
            PulseProcessId = _pulse.ProcessId;
            _watch = new StreamWatch(_streams.Infos, StreamSilence);
            LiveRecord? record = null;
            LiveStatistics? statistics = null;
            _session = new WiredSession(experiment, _streams.Infos, new SessionEnds
            {
                Link = _pulse.Link,
                Commands = Commands,
                SideLane = _lane,
                Faults = _watch,
                Record = lines => statistics = new LiveStatistics(
                    record = new LiveRecord(place, Origin, _streams.Infos, lines), ExperimentLimits.Resolve(experiment)),
            });
            _record = record!;
            if (_session.Feedback is { } ring && experiment.Action is FeedbackAction feedback)
            {
                _feedback = new FeedbackOutlet(feedback.Outlet, feedback.Of, _session.FeedbackUnit, ring);
            }

            Statistics = statistics!;
        }
        catch
        {
            _pulse?.Dispose();
            _streams?.Dispose();
            throw;
        }

        _thread = new Thread(Work) { Name = "acquisition" };
    }

    /// <summary>The session's first instant.</summary>
    public Instant Origin { get; }

    /// <summary>Takes the operator's commands.</summary>
    public CommandInbox Commands { get; } = new();

    /// <summary>Figures for the screen.</summary>
    public LiveStatistics Statistics { get; }

    /// <summary>Where the session stands.</summary>
    public SessionState State => _session.Thinking.State;

    /// <summary>True if the firing side has said that it is disarmed, or was never asked to arm.</summary>
    public bool IsDisarmConfirmed => _session.Thinking.IsDisarmed;

    /// <summary>The process that fires.</summary>
    public int PulseProcessId { get; }

    /// <summary>The counts so far.</summary>
    public SessionCounts Counts => _session.Thinking.Counts;

    /// <summary>The wired experiment.</summary>
    public WiredSession Wired => _session;

    /// <summary>What the streams turned out to be, in the order of the experiment.</summary>
    public IReadOnlyList<StreamInfo> Infos { get; }

    /// <summary>What the firing process did to itself while it was armed; known once the session has ended.</summary>
    public FiringHealth FiringHealth { get; private set; }

    /// <summary>True once the loop has stopped, for whatever reason.</summary>
    public bool HasStopped => _failure is not null || (_thread.ThreadState & ThreadState.Stopped) != 0;

    /// <summary>Garbage collections of this process since the loop was started, by generation.</summary>
    public int[] Collections() => [.. Enumerable.Range(0, 3).Select(g => GC.CollectionCount(g) - _collectionsBefore[g])];

    /// <summary>Starts the loop.</summary>
    public void Start()
    {
        // What set-up left behind is collected now rather than while the loop runs.
        GC.Collect();
        for (var generation = 0; generation < _collectionsBefore.Length; generation++)
        {
            _collectionsBefore[generation] = GC.CollectionCount(generation);
        }

        _thread.Start();
    }

    /// <summary>Ends the session in order: disarms, waits for the answer, stops the loop, closes the files.</summary>
    /// <param name="outcome">What <c>session.json</c> will say.</param>
    public void End(string outcome)
    {
        Commands.Post(new OperatorCommand(OperatorCommandKind.Stop));
        SpinWaitUntil(() => (State == SessionState.Ended && IsDisarmConfirmed) || HasStopped || _pulse.HasExited);

        // Told by the pulse process once it has settled the dose and closed its account.
        SpinWaitUntil(() => !_hasBeenArmed || _pulse.Link.Health.Armed > Duration.Zero || HasStopped || _pulse.HasExited);
        StopLoop();
        FiringHealth = _pulse.Link.Health;
        _session.Thinking.Finish();
        _header = _header with
        {
            End = DateTimeOffset.Now,
            Outcome = _failure is null ? outcome : $"failed: {_failure.Message}",
            StageHashes = SessionHeader.HashesOf(_session.Thinking),
            Counts = Counts,
            Notes = [.. Statistics.Messages],
        };
        Dispose();
        _header = _header with { Realtime = RealtimeRights.Read(_place, _grants) };
        _header.Write(_place);
    }

    /// <summary>Stops the loop and closes everything; the end of the link disarms the pulse process.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        StopLoop();
        _pulse.Dispose();
        _feedback?.Dispose();
        _session.Dispose();
        _lane.Dispose();
        _record.Dispose();
        _streams.Dispose();
    }

    private static PulseProcessHandle StartPulseProcess(PulsePlan plan)
    {
        try
        {
            return PulseProcessHandle.Start(plan, PulseProgram.Own(PulseProcessVerb.Word), PulseProcessPatience);
        }
        catch (Exception refusal) when (refusal is IOException or ArgumentException)
        {
            throw new RefusedException(refusal.Message, refusal);
        }
    }

    private void StopLoop()
    {
        _isEnding = true;
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private static void SpinWaitUntil(Func<bool> condition) => SpinWait.SpinUntil(condition, DisarmPatience);

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design", "CA1031", Justification = "Whatever the loop throws must end disarmed and be told, not end the process.")]
    private void Work()
    {
        try
        {
            _grants = Realtime.Apply();
            var sequencer = new Sequencer(MonotonicClock.Instance, _streams.Sources, _session.Thinking);
            while (!_isEnding)
            {
                _streams.Poller.Wait(LongestWait);
                sequencer.Turn();
                WatchRest();
            }

            // One more turn takes in what the firing side said to the disarming.
            sequencer.Turn();
        }
        catch (Exception failure)
        {
            _failure = failure;
            _pulse.Link.TryAsk(new PulseRequest { Kind = PulseRequestKind.Disarm, Id = long.MaxValue });
        }
    }

    private void WatchRest()
    {
        _hasBeenArmed |= State == SessionState.Armed;
        if (!_lossReported && _record.Lost is { } loss)
        {
            _lossReported = true;
            _watch.Report(new FaultReport(FaultKind.RecorderLost, $"The record is incomplete: {loss}"));
        }

        if (!_exitReported && _pulse.Link.State == LinkState.Ended)
        {
            _exitReported = true;
            _watch.Report(new FaultReport(FaultKind.PulseProcessGone, $"The firing process has ended; the session cannot go on. {_pulse.Errors}".TrimEnd()));
        }
    }
}
