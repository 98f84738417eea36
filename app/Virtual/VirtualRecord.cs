using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary>The folder of a virtual session: the files of a live one, and the truth beside them.</summary>
internal sealed class VirtualRecord : IDisposable
{
    private readonly SessionPlace _place;
    private readonly Instant _origin;
    private readonly SessionHeader _header;
    private KeptRecord? _record;
    private bool _isDisposed;

    /// <summary>Writes the header and the experiment, and opens the gate's record.</summary>
    public VirtualRecord(Experiment experiment, SessionPlace place, Instant origin)
    {
        (_place, _origin) = (place, origin);
        _header = new SessionHeader
        {
            Name = experiment.Name,
            Session = place.Id,
            ExperimentSha256 = experiment.Sha256(),
            Seed = experiment.Seed,
            Start = place.Start,
            Clock = "virtual, ns",
            OriginNs = origin.TotalNanoseconds,
        };
        _header.Write(place);
        File.WriteAllText(place.File("experiment.yaml"), experiment.ToYaml());
        GateLog = new GateLogFile(place.File("gate.jsonl"), place.Id, ProgramVersion.Text, ExperimentLimits.Settings(experiment));
    }

    /// <summary>Takes the record of the firing side.</summary>
    public GateLogFile GateLog { get; }

    /// <summary>The folder.</summary>
    public string Folder => _place.Path;

    /// <summary>Opens the record of the thinking side.</summary>
    public ISessionRecord Open(IReadOnlyList<StreamInfo> streams, DecisionLines lines) =>
        _record = new KeptRecord(_place, _origin, streams, lines);

    /// <summary>Gives the disk time to take what has come in: on a virtual clock, waiting costs nothing.</summary>
    public void CatchUp() => _record!.CatchUp();

    /// <summary>Closes the files and says how it ended; the truth goes into a file that the loop never reads.</summary>
    /// <exception cref="IOException">The record lost something on the way to the disk.</exception>
    public void Close(VirtualSessionResult result, SubjectTruth truth)
    {
        Dispose();
        if (_record?.Lost is { } loss)
        {
            throw new IOException($"The record of the virtual session in '{Folder}' is incomplete: {loss}");
        }

        truth.Save(_place.File("truth.json"));
        (_header with
        {
            End = DateTimeOffset.Now,
            Outcome = result.State == SessionState.Ended ? "done" : $"stopped while {result.State}",
            StageHashes = result.StageHashes,
            Counts = result.Counts,
        }).Write(_place);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _record?.Dispose();
        GateLog.Dispose();
    }
}
