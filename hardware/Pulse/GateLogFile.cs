using System.Text.Json;
using ClosedLoop.Safety;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Hardware;

/// <summary>
/// The file <c>gate.jsonl</c>: first a header with the limits in force, then a line for each input of the gate with its verdict and
/// for each outcome. <see cref="FiringReplay"/> re-creates the verdicts from it.
/// </summary>
/// <remarks>One thread. Each line is handed to the system at once, so that what was written survives the process; nothing allocates
/// once each kind of line was written.</remarks>
public sealed class GateLogFile : IFiringRecord, IDisposable
{
    private readonly GateLineWriter _lines = new();
    private readonly SafeFileHandle _file;
    private long _length;

    /// <summary>Creates the file; one that is there is not overwritten.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="programVersion">The program's version.</param>
    /// <param name="limits">The limits as the experiment sets them.</param>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public GateLogFile(string path, string session, string programVersion, LimitSettings limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        var header = new GateLogHeader("closedloop-gate", 1, session, programVersion, Convert.ToHexStringLower(limits.Resolve().Hash), limits);
        Write(JsonSerializer.SerializeToUtf8Bytes(header, PlanJson.Line));
        Write("\n"u8);
    }

    /// <inheritdoc/>
    public void OnInput(in GateInput input, in GateVerdict verdict) => Write(_lines.Input(input, verdict));

    /// <inheritdoc/>
    public void OnOutcome(in PulseAnswer outcome) => Write(_lines.Outcome(outcome));

    /// <summary>Writes what the process did to itself while it was armed.</summary>
    public void OnHealth(in FiringHealth health) => Write(_lines.Health(health));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _lines.Dispose();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }
}
