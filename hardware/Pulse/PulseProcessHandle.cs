using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>The pulse process as the thinking side has it: started, linked, and ended with it.</summary>
public sealed class PulseProcessHandle : IDisposable
{
    private static readonly TimeSpan EndingPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private PulseProcessHandle(Process process, SharedMemoryLink link)
    {
        _process = process;
        Link = link;
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The link to it.</summary>
    public SharedMemoryLink Link { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it said on stderr.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString().Trim();
            }
        }
    }

    /// <summary>Writes the plan into the session's folder, starts the process, and waits for the handshake. Blocks; set-up only.</summary>
    /// <param name="plan">What it is to do; its link and its parent are filled in here.</param>
    /// <param name="program">How to start it.</param>
    /// <param name="patience">How long it may take to open its devices.</param>
    /// <exception cref="IOException">It could not be started, ended, did not come up in time, or is of another version or session: the message has its reason.</exception>
    public static PulseProcessHandle Start(PulsePlan plan, PulseProgram program, Duration patience)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(program);
        var limits = plan.Limits.Resolve();
        plan = plan with { LinkPath = SharedMemoryLink.NewPath(), ParentProcess = Environment.ProcessId };
        plan.Check();
        var path = Path.Combine(plan.Folder, "pulse-plan.json");
        plan.Write(path);
        var link = new SharedMemoryLink(plan.LinkPath, plan.Identity(limits), limits.Watchdog);
        var handle = StartLinked(program, path, link);
        try
        {
            handle.WaitForHandshake(patience);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Ends it: it disarms, makes its devices safe, closes its files; if it does not within 5 s, it is killed. Blocks.</summary>
    public void Dispose()
    {
        Link.Dispose();
        if (!_process.WaitForExit(EndingPatience))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void WaitForHandshake(Duration patience)
    {
        var started = Stopwatch.GetTimestamp();
        var state = LinkState.Waiting;
        while (state == LinkState.Waiting && !_process.HasExited && Stopwatch.GetElapsedTime(started).TotalSeconds < patience.TotalSeconds)
        {
            state = Link.WaitForServer(Duration.FromMilliseconds(20));
        }

        if (state == LinkState.Agreed)
        {
            return;
        }

        if (state == LinkState.Ended || _process.HasExited)
        {
            HearItOut();
        }

        throw new IOException(state switch
        {
            LinkState.Differs => "The pulse process is of another version, session or set of limits. Start the program anew.",
            LinkState.Waiting when !_process.HasExited => $"The pulse process did not come up within {patience.TotalSeconds:0} s. {Errors}".TrimEnd(),
            _ => Errors.Length > 0 ? Errors : "The pulse process ended before it was ready.",
        });
    }

    // Only the wait without a limit also waits for the last lines of stderr.
    private void HearItOut()
    {
        if (_process.WaitForExit(EndingPatience))
        {
            _process.WaitForExit();
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
            }
        }
    }

    // Without a process nobody takes the link's file away but this.
    private static PulseProcessHandle StartLinked(PulseProgram program, string plan, SharedMemoryLink link)
    {
        try
        {
            return new PulseProcessHandle(StartProcess(program, plan), link);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static Process StartProcess(PulseProgram program, string plan)
    {
        var start = new ProcessStartInfo(program.FileName) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in program.Arguments.Append(PulseProcess.PlanOption).Append(plan))
        {
            start.ArgumentList.Add(argument);
        }

        // Nothing is compiled twice, nothing collects in the background, and the budget of the youngest generation (hexadecimal bytes)
        // is larger than what a session's ledger entries allocate.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "8000000";
        try
        {
            return Process.Start(start) ?? throw new IOException(NotStarted(program));
        }
        catch (Win32Exception reason)
        {
            throw new IOException($"{NotStarted(program)} {reason.Message}", reason);
        }
    }
    private static string NotStarted(PulseProgram program) =>
        $"The pulse process could not be started from {program.FileName}. Check that the file is there and may be executed.";
}
