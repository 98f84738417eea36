using ClosedLoop.App;

namespace ClosedLoop.Tests.Loop;

/// <summary>A folder for one test: bad files go in, and nothing half-written may come out.</summary>
internal sealed class BadInputFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("closedloop-bad-");

    /// <summary>Where sessions would go.</summary>
    public string Out => PathOf("sessions");

    /// <summary>Everything under <see cref="Out"/>.</summary>
    public IReadOnlyList<string> Left =>
        Directory.Exists(Out) ? Directory.GetFileSystemEntries(Out, "*", SearchOption.AllDirectories) : [];

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The golden experiment with one piece replaced.</summary>
    public string Experiment(string old, string @new)
    {
        var text = File.ReadAllText(ReplayRun.Experiment);
        Xunit.Assert.Contains(old, text, StringComparison.Ordinal);
        var path = PathOf("experiment.yaml");
        File.WriteAllText(path, text.Replace(old, @new, StringComparison.Ordinal));
        return path;
    }

    /// <summary>A file of these bytes.</summary>
    public string Holding(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Replays with sessions going to <see cref="Out"/>.</summary>
    public BadInputRun Replay(string experiment, string recording) => Run("replay", experiment, recording, "--out", Out);

    /// <summary>Runs a command line.</summary>
    public static BadInputRun Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = ClosedLoopProgram.Run(arguments, output, error);
        return new BadInputRun(status, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
