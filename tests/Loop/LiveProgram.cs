using System.Diagnostics;
using System.Text;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>The built program as a process of its own, as a person starts it; ended with the test at the latest.</summary>
internal sealed class LiveProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private LiveProgram(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(_out, line.Data);
        _process.ErrorDataReceived += (_, line) => Note(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Out => Text(_out);

    public string Error => Text(_error);

    /// <summary>Starts <c>closedloop</c> with these arguments.</summary>
    public static LiveProgram Start(params string[] arguments) => new("dotnet", arguments.Prepend(Program));

    /// <summary>The same as the leader of a process group of its own, as a terminal starts it.</summary>
    public static LiveProgram StartInGroup(params string[] arguments) => new("setsid", arguments.Prepend(Program).Prepend("dotnet"));

    /// <summary>Runs it to its end.</summary>
    public static (int Status, string Out, string Error) Run(params string[] arguments)
    {
        using var program = Start(arguments);
        var status = program.WaitForExit();
        return (status, program.Out, program.Error);
    }

    /// <summary>Waits until something is so; the program's words are told if it does not become so.</summary>
    public void WaitUntil(Func<bool> condition, string what)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(started.Elapsed < Patience, $"Waited in vain until {what}. The program said:\n{Out}\n{Error}");
            Thread.Yield();
            _process.WaitForExit(20);
        }
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), $"The program did not end. It said:\n{Out}\n{Error}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Sends a signal: <c>INT</c>, <c>KILL</c>, …</summary>
    public void Signal(string name) => Signal(name, Id.ToString());

    /// <summary>Sends a signal and waits for an end in order.</summary>
    public void SignalAndWait(string name)
    {
        Signal(name);
        Assert.True(WaitForExit() == 0, $"{Out}\n{Error}");
    }

    /// <summary>Sends a signal to the whole process group, as Ctrl-C on a terminal does.</summary>
    public void SignalGroup(string name) => Signal(name, $"-{Id}");

    public static void Signal(string name, string id)
    {
        using var kill = Process.Start("kill", ["-s", name, "--", id])!;
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "closedloop.dll");

    private static void Note(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString().Trim();
        }
    }
}
