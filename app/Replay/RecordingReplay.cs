using System.Security.Cryptography;
using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>
/// Runs a recording of somebody who never felt these pulses through the live pipeline, on a virtual clock, one frame a turn, with the same
/// gate and ideal devices. Everything it decides depends on the recording and the experiment alone.
/// </summary>
internal sealed class RecordingReplay : IDisposable
{
    private static readonly Instant Start = Instant.FromSeconds(1);

    private readonly Experiment _experiment;
    private readonly SessionPlace _place;
    private readonly RecordingStreams _streams;
    private readonly SessionHeader _header;
    private readonly GateLogFile _gateLog;
    private readonly InProcessPulseLink _link;
    private readonly CommandInbox _commands = new();
    private readonly ReplayWatch _watch = new(new ImmediateLane());
    private readonly OnsetList _onsets;
    private readonly WiredSession _session;
    private readonly SessionJournal _journal;

    /// <summary>Opens the recording and wires the session.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="recording">The recording's path.</param>
    /// <param name="place">Where the session goes.</param>
    /// <param name="block">How many frames are read at a time; changes nothing but speed.</param>
    public RecordingReplay(Experiment experiment, string recording, SessionPlace place, int block)
    {
        _experiment = experiment;
        _place = place;
        _streams = new RecordingStreams(experiment, recording, block);
        _header = new SessionHeader
        {
            Name = experiment.Name,
            Session = place.Id,
            ExperimentSha256 = experiment.Sha256(),
            Seed = experiment.Seed,
            Start = place.Start,
            OpenLoop = true,
            OriginNs = Start.TotalNanoseconds,
            Recording = new RecordingReference(Path.GetFullPath(recording), Sha256Of(recording)),
        };
        _header.Write(place);
        File.WriteAllText(place.File("experiment.yaml"), experiment.ToYaml());
        _gateLog = new GateLogFile(place.File("gate.jsonl"), place.Id, ProgramVersion.Text, ExperimentLimits.Settings(experiment));
        _link = new InProcessPulseLink(
            ExperimentLimits.Resolve(experiment), ExperimentLimits.DeviceSettings(experiment), Start, default, _gateLog);
        SessionJournal? journal = null;
        OnsetList? onsets = null;
        _session = new WiredSession(experiment, _streams.Infos, new SessionEnds
        {
            Link = _link,
            Commands = _commands,
            SideLane = _watch,
            Faults = new NoFaults(),
            Record = lines => onsets = new OnsetList(new JournalRecord(journal = new SessionJournal(place.Path, lines, Start))),
            IsOpenLoop = true,
        });
        _journal = journal!;
        _onsets = onsets!;
    }

    /// <summary>The fold that the recording goes through.</summary>
    public Thinking Thinking => _session.Thinking;

    /// <summary>Plays the recording to its end.</summary>
    /// <param name="progress">Told now and then how many seconds of the recording are done.</param>
    /// <param name="speed">Seconds of recording a second; 0 for as fast as it goes. Changes nothing that is decided.</param>
    /// <exception cref="RefusedException">The record could not be written.</exception>
    public ReplaySummary Run(Action<double> progress, double speed = 0)
    {
        var clock = new FakeClock(Start);
        var sequencer = new RecordingSequencer(clock, _streams.Sources, _session.Thinking, TransportDelay());
        _watch.Start();
        var pace = new ReplayPace(speed);
        for (long turn = 1; sequencer.TryTurn(); turn++)
        {
            KeepArmed();
            pace.WaitFor(clock.Now - Start);
            if (turn % 1024 == 0)
            {
                _journal.Drain();
                progress((clock.Now - Start).TotalSeconds);
            }
        }

        _watch.Stop();
        _session.Thinking.Finish();
        _journal.Drain();
        var seconds = (clock.Now - Start).TotalSeconds;
        (_header with
        {
            End = DateTimeOffset.Now,
            Outcome = _journal.Lost is null ? "done" : "failed",
            StageHashes = SessionHeader.HashesOf(_session.Thinking),
            Counts = _session.Thinking.Counts,
        }).Write(_place);
        return _journal.Lost is { } lost
            ? throw new RefusedException($"The replay's record in '{_place.Path}' is incomplete: {lost}")
            : Summary(seconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _journal.Dispose();
        _link.Dispose();
        _gateLog.Dispose();
        _streams.Dispose();
    }

    /// <summary>There is nobody to hurt and nobody to arm: the session is armed whenever it can be.</summary>
    private void KeepArmed()
    {
        if (_session.Thinking.State is SessionState.Ready or SessionState.Faulted)
        {
            _commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
        }
    }

    private Duration TransportDelay() =>
        _experiment.Streams[_experiment.StreamIndex(_experiment.ClockStream)].TransportDelay;

    private ReplaySummary Summary(double seconds)
    {
        var clock = _streams.Infos[_experiment.StreamIndex(_experiment.ClockStream)];
        var phase = Phase();
        var counts = _session.Thinking.Counts;
        return new ReplaySummary
        {
            Recording = _header.Recording!.Path,
            Experiment = _experiment.Name,
            OpenLoop = true,
            Channels = clock.ChannelCount,
            RateHz = clock.NominalRate.TotalHertz,
            DurationS = seconds,
            RealtimeFactor = seconds / _watch.Loop.TotalSeconds,
            FitS = _watch.Fits.TotalSeconds,
            CompilingS = _watch.Compiling.TotalSeconds,
            Blocks = counts.Blocks,
            Evaluations = counts.Evaluations,
            Decisions = counts.Decisions,
            Requested = counts.Requested,
            Held = counts.Held,
            Admitted = counts.Admitted,
            Refused = counts.Refused,
            SkippedLate = counts.SkippedLate,
            MeanAbsPhaseErrorDeg = phase?.MeanAbsoluteDegrees ?? double.NaN,
            CircularSdDeg = phase?.CircularSdDegrees ?? double.NaN,
            PhaseLockingValue = phase?.PhaseLockingValue ?? double.NaN,
            PhaseBiasDeg = phase?.BiasDegrees ?? double.NaN,
            StageHashes = SessionHeader.HashesOf(_session.Thinking),
            Session = _place.Path,
        };
    }

    private PhaseErrors? Phase()
    {
        var rule = _experiment.Rule.SelfAndInner.OfType<PhaseRule>().FirstOrDefault();
        if (rule is null || _session.Models.First(model => model.Name == rule.Of).Peak?.Invoke() is not { } peak)
        {
            return null;
        }

        var clock = _experiment.StreamIndex(_experiment.ClockStream);
        var phases = PhaseComparison.At(
            _experiment, _streams.Infos[clock], _streams.OpenAgain(clock), peak, _onsets.Onsets, []);
        File.WriteAllText(_place.File(OnsetPhases.FileName), OnsetPhases.Format(_onsets.Onsets, phases, Start));
        return PhaseErrors.Of(phases, rule.Target.TotalRadians);
    }

    internal static string Sha256Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
