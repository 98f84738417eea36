using System.Text;
using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// Writes <c>inputs.jsonl</c>, <c>decisions.jsonl</c> and <c>trials.tsv</c>. The acquisition thread puts entries into bounded rings; <see cref="Drain"/>,
/// called by one other thread (or, in replays, between turns), writes them out. A full ring or a failed write is <see cref="Lost"/>.
/// </summary>
public sealed class SessionJournal : IDisposable
{
    private const int Capacity = 4096;

    private readonly DecisionLines _lines;
    private readonly Instant _origin;
    private readonly SpscRing<DecisionRecord> _decisions;
    private readonly SpscRing<InputEntry> _inputs;
    private readonly SpscRing<Trial?> _trials;
    private readonly Stream _decisionFile;
    private readonly Stream _inputFile;
    private readonly Stream _trialFile;
    private readonly MemoryStream _line = new();
    private readonly Utf8JsonWriter _json;
    private volatile string? _lost;

    /// <summary>Creates the three files in a folder that exists.</summary>
    /// <param name="folder">The session's folder.</param>
    /// <param name="lines">Formats decisions.</param>
    /// <param name="origin">The session's first instant.</param>
    public SessionJournal(string folder, DecisionLines lines, Instant origin)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _lines = lines;
        _origin = origin;
        _decisions = new SpscRing<DecisionRecord>(Capacity, lines.NewRecord);
        _inputs = new SpscRing<InputEntry>(Capacity, () => default);
        _trials = new SpscRing<Trial?>(Capacity, () => null);
        _json = new Utf8JsonWriter(_line);
        _decisionFile = Create(folder, "decisions.jsonl");
        _inputFile = Create(folder, "inputs.jsonl");
        _trialFile = Create(folder, "trials.tsv");
        WriteText(_trialFile, TrialLines.Header);
    }

    /// <summary>Why entries were lost, in one sentence; null while none were.</summary>
    public string? Lost => _lost;

    /// <summary>Takes a decision; allocates nothing.</summary>
    public void Add(DecisionRecord decision)
    {
        if (!_decisions.TryReserve(out var slot))
        {
            _lost = "the journal of decisions fell behind.";
            return;
        }

        _decisions[slot].CopyFrom(decision);
        _decisions.Publish();
    }

    /// <summary>Takes an input; allocates nothing.</summary>
    public void Add(in InputEntry entry)
    {
        if (!_inputs.TryReserve(out var slot))
        {
            _lost = "the journal of inputs fell behind.";
            return;
        }

        _inputs[slot] = entry;
        _inputs.Publish();
    }

    /// <summary>Takes a finished trial; allocates nothing.</summary>
    public void Add(Trial trial)
    {
        if (!_trials.TryReserve(out var slot))
        {
            _lost = "the table of trials fell behind.";
            return;
        }

        _trials[slot] = trial;
        _trials.Publish();
    }

    /// <summary>Writes what has come in since the last call; called by one thread that is not the acquisition thread while that runs.</summary>
    public void Drain()
    {
        try
        {
            DrainRings();
        }
        catch (IOException failure)
        {
            _lost = $"the journal cannot be written: {failure.Message}";
        }
    }

    /// <summary>Hands everything written so far to the operating system, which keeps it even if this process is killed.</summary>
    public void Flush()
    {
        try
        {
            _decisionFile.Flush();
            _inputFile.Flush();
            _trialFile.Flush();
        }
        catch (IOException failure)
        {
            _lost = $"the journal cannot be written: {failure.Message}";
        }
    }

    /// <summary>Writes the rest and closes the files.</summary>
    public void Dispose()
    {
        Drain();
        _json.Dispose();
        _line.Dispose();
        _decisionFile.Dispose();
        _inputFile.Dispose();
        _trialFile.Dispose();
    }

    private void DrainRings()
    {
        while (_inputs.TryPeek(out var slot))
        {
            InputLines.Write(_json, _inputs[slot]);
            WriteLine(_inputFile);
            _inputs[slot] = default;
            _inputs.Release();
        }

        while (_decisions.TryPeek(out var slot))
        {
            _lines.Write(_json, _decisions[slot]);
            WriteLine(_decisionFile);
            _decisions.Release();
        }

        while (_trials.TryPeek(out var slot))
        {
            WriteText(_trialFile, TrialLines.Format(_trials[slot]!, _origin));
            _trials[slot] = null;
            _trials.Release();
        }
    }

    private void WriteLine(Stream file)
    {
        _json.Flush();
        _line.WriteByte((byte)'\n');
        file.Write(_line.GetBuffer(), 0, (int)_line.Length);
        _line.SetLength(0);
        _json.Reset(_line);
    }

    private static void WriteText(Stream file, string line) => file.Write(Encoding.UTF8.GetBytes(line + "\n"));

    private static FileStream Create(string folder, string name) =>
        new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
}
