using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ClosedLoop.Tests.Loop;

/// <summary>The program as users start it: a process of its own, in an empty working folder that goes afterwards.</summary>
internal sealed record ReplayProgram(int Status, string Out, string Error)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>Runs one command line to its end, with one environment variable set.</summary>
    public static ReplayProgram Run((string Name, string Value) variable, IReadOnlyList<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("closedloop-program-");
        var start = new ProcessStartInfo(Host)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable.Name] = variable.Value;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "closedloop.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(_patience))
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        folder.Delete(recursive: true);
        return new ReplayProgram(process.ExitCode, output.Result, error.Result);
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
