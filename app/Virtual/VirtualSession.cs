using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary>
/// An experiment on a subject who is not there, on a clock that moves only when told to: the wiring, the rule, the trials and the
/// gate are those of a live session; streams and devices are ideal. What it finds depends on experiment and subject alone.
/// </summary>
/// <remarks>One thread; several sessions may run side by side. The loop closes: pulses act on the frames after them.</remarks>
internal sealed class VirtualSession : IDisposable
{
    private static readonly Instant Start = Instant.FromSeconds(1);
    private static readonly Duration TurnPeriod = Duration.FromMilliseconds(5);
    private static readonly Duration AmplifierDelay = Duration.FromMilliseconds(2);

    private const int TurnsACatchUp = 256;

    private readonly Experiment _experiment;
    private readonly FakeClock _clock = new(Start);
    private readonly CommandInbox _commands = new();
    private readonly VirtualSubject _subject;
    private readonly VirtualRecord? _kept;
    private readonly InProcessPulseLink _link;
    private readonly WiredSession _session;
    private readonly Sequencer _sequencer;
    private bool _isArmed;
    private long _turns;

    /// <summary>Seats the subject and wires the session.</summary>
    /// <param name="experiment">The experiment; its seed decides the order of the trials.</param>
    /// <param name="subject">Who is on the chair.</param>
    /// <param name="place">Where the session goes; null keeps nothing.</param>
    /// <exception cref="RefusedException">The subject does not offer what the experiment needs.</exception>
    public VirtualSession(Experiment experiment, SubjectSettings subject, SessionPlace? place = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        _experiment = experiment;
        _subject = new VirtualSubject(subject, Start);
        _kept = place is null ? null : new VirtualRecord(experiment, place, Start);
        var markers = new PulseMarkers($"{subject.StreamName} Markers", AmplifierDelay);
        IReadOnlyList<IFrameSource> sources = [.. experiment.Streams.Select(stream => Source(stream, markers))];
        _link = new InProcessPulseLink(
            ExperimentLimits.Resolve(experiment),
            ExperimentLimits.DeviceSettings(experiment),
            Start,
            default,
            new VirtualBody(_subject, markers, experiment.Outputs, _kept?.GateLog));
        IReadOnlyList<StreamInfo> infos = [.. sources.Select(source => source.Stream)];
        _session = new WiredSession(experiment, infos, new SessionEnds
        {
            Link = _link,
            Commands = _commands,
            SideLane = new ImmediateLane(),
            Faults = new NoFaults(),
            Record = lines => _kept?.Open(infos, lines) ?? new NoRecord(),
        });
        _sequencer = new Sequencer(_clock, sources, _session.Thinking);
    }

    /// <summary>Runs all trials, or as long as trials of this kind can take.</summary>
    /// <exception cref="IOException">The record could not be kept whole.</exception>
    public VirtualSessionResult Run()
    {
        var latest = Start + Longest();
        while (_session.Thinking.State is not (SessionState.Ended or SessionState.Faulted) && _clock.Now < latest)
        {
            Turn();
        }

        // One more turn takes in what the firing side said to the disarming.
        Turn();
        _session.Thinking.Finish();
        var result = Result();
        _kept?.Close(result, _subject.Truth);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _link.Dispose();
        _kept?.Dispose();
    }

    private void Turn()
    {
        _clock.Advance(TurnPeriod);
        _sequencer.Turn();
        if (++_turns % TurnsACatchUp == 0)
        {
            _kept?.CatchUp();
        }

        if (!_isArmed && _session.Thinking.State == SessionState.Ready)
        {
            // There is nobody to hurt. It is armed once: whatever disarms it ends it.
            _commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
            _isArmed = true;
        }
    }

    private IFrameSource Source(StreamSection stream, PulseMarkers markers) => stream.Kind switch
    {
        StreamKind.EEG => new SubjectSource(_subject.EegStream, _subject.FillEeg, AmplifierDelay),
        StreamKind.EMG => new SubjectSource(_subject.EmgStream, _subject.FillEmg, AmplifierDelay),
        StreamKind.Markers => markers,
        _ => throw new RefusedException($"The virtual subject has no stream of the kind of '{stream.Name}', {stream.Kind}."),
    };

    /// <summary>Ten times what calibration and intervals need: a rule that is met so seldom is not met in time.</summary>
    private Duration Longest()
    {
        var trials = _experiment.Protocol is { } protocol ? protocol.Trials * protocol.Interval.TotalSeconds : 60;
        var calibration = _experiment.Models.OfType<OscillationSection>().Sum(model => model.Calibrate.TotalSeconds);
        return Duration.FromSeconds(10 * (trials + calibration));
    }

    private VirtualSessionResult Result() => new()
    {
        State = _session.Thinking.State,
        Length = _clock.Now - Start,
        Trials = _session.Trials?.Trials ?? [],
        Counts = _session.Thinking.Counts,
        Cbi = _session.Models.Select(model => model.Cbi?.Invoke()).FirstOrDefault(cbi => cbi is not null) ?? CbiReading.None,
        TrueRatio = _subject.Truth.InhibitionRatio,
        Responses = _subject.Truth.Responses,
        StageHashes = SessionHeader.HashesOf(_session.Thinking),
        Folder = _kept?.Folder,
    };
}
