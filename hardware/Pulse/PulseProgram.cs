namespace ClosedLoop.Hardware;

/// <summary>How the pulse process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">What stands before <c>--plan PATH</c>: the hidden verb, and before it the assembly where the program is <c>dotnet</c>.</param>
public sealed record PulseProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>This same program with a verb, however it was started itself.</summary>
    /// <param name="verb">The hidden verb that calls <see cref="PulseProcess.Run"/>.</param>
    public static PulseProgram Own(string verb)
    {
        var file = Environment.ProcessPath ?? throw new InvalidOperationException("The program's own path is not known.");
        var isHost = Path.GetFileNameWithoutExtension(file).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new PulseProgram(file, isHost ? [Environment.GetCommandLineArgs()[0], verb] : [verb]);
    }
}
