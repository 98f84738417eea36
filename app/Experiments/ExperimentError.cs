namespace ClosedLoop.App;

/// <summary>One mistake in an experiment file: where it stands, what was asked, what is possible, and the remedy.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">One sentence.</param>
public sealed record ExperimentError(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, as editors and compilers write it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
