using System.Diagnostics;
using System.Text.Json;
using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>The virtual subject and its devices in a process of their own, which ends with this one.</summary>
internal sealed class ChildWorld : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private bool _isDisposed;

    private ChildWorld(Process process, string folder, EmulatedPorts ports)
    {
        _process = process;
        Folder = folder;
        Ports = ports;
    }

    /// <summary>Where its ports, journals and truth are.</summary>
    public string Folder { get; }

    /// <summary>Its devices.</summary>
    public EmulatedPorts Ports { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts it and waits until its devices are there.</summary>
    /// <exception cref="RefusedException">It did not come up.</exception>
    public static ChildWorld Start(string folder, string streamName, long seed)
    {
        var program = PulseProgram.Own("simulate");
        var start = new ProcessStartInfo(program.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[.. program.Arguments, "--json", "--until-input-ends", "--folder", folder, "--name", streamName])
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--seed");
        start.ArgumentList.Add(seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var process = Process.Start(start) ?? throw new RefusedException("The virtual world could not be started.");
        var line = process.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience) || line.Result is null)
        {
            process.Kill();
            throw new RefusedException("The virtual world did not come up; its reason stands above.");
        }

        using var announced = JsonDocument.Parse(line.Result);
        var root = announced.RootElement;
        string Text(string key) => root.GetProperty(key).GetString()!;
        return new ChildWorld(process, folder, new EmulatedPorts(Text("cs"), Text("ts"), Text("box")));
    }

    /// <summary>The hidden CBI ratio, which the world tells only when it is over.</summary>
    public double? TrueCbi()
    {
        var path = Path.Combine(Folder, "truth.json");
        if (!File.Exists(path))
        {
            return null;
        }

        using var truth = JsonDocument.Parse(File.ReadAllText(path));
        return truth.RootElement.GetProperty("cbi_ratio").GetDouble();
    }

    /// <summary>Ends it: its devices go, its truth is written.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                _process.Kill();
            }
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
