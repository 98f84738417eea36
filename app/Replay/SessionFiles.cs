using ClosedLoop.Acquisition;
using ClosedLoop.Control;

namespace ClosedLoop.App;

/// <summary>What a session left behind, read so far as it is whole: after a kill the last lines may be cut.</summary>
internal sealed class SessionFiles : IDisposable
{
    private SessionFiles(
        string folder, SessionHeader header, Experiment experiment, SessionRecordingReader recording,
        IReadOnlyList<InputEntry> inputs, IReadOnlyList<string> decisions)
    {
        Folder = folder;
        Header = header;
        Experiment = experiment;
        Recording = recording;
        Inputs = inputs;
        Decisions = decisions;
    }

    public string Folder { get; }

    public SessionHeader Header { get; }

    public Experiment Experiment { get; }

    public SessionRecordingReader Recording { get; }

    /// <summary>Inputs other than frames and markers, in the order of their numbers.</summary>
    public IReadOnlyList<InputEntry> Inputs { get; }

    /// <summary>The lines of <c>decisions.jsonl</c>.</summary>
    public IReadOnlyList<string> Decisions { get; }

    /// <summary>Opens a session.</summary>
    /// <exception cref="RefusedException">The folder is no session, or its files cannot be read.</exception>
    public static SessionFiles Open(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RefusedException($"There is no session folder '{folder}'; check the path.");
        }

        var header = SessionHeader.Read(folder);
        var experiment = ExperimentLoading.Load(Path.Combine(folder, "experiment.yaml"));
        try
        {
            return new SessionFiles(
                folder, header, experiment, SessionRecordingReader.Open(Path.Combine(folder, "recording.xdf")),
                ReadInputs(Path.Combine(folder, "inputs.jsonl")), WholeLines(Path.Combine(folder, "decisions.jsonl")));
        }
        catch (RecordingFormatException refusal)
        {
            throw new RefusedException($"The session '{folder}' cannot be replayed: {refusal.Message}", refusal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Recording.Dispose();

    private static List<InputEntry> ReadInputs(string path)
    {
        var entries = new List<InputEntry>();
        foreach (var line in WholeLines(path))
        {
            if (InputLines.Read(line) is not { } entry)
            {
                break;
            }

            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Lines that end with a line end: a cut last line is no line.</summary>
    public static List<string> WholeLines(string path)
    {
        var text = File.ReadAllText(path);
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
