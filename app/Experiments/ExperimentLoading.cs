namespace ClosedLoop.App;

/// <summary>Reads an experiment for a verb that cannot go on without it.</summary>
internal static class ExperimentLoading
{
    /// <summary>The experiment.</summary>
    /// <exception cref="RefusedException">The file has mistakes; the message holds all of them, a line each.</exception>
    public static Experiment Load(string path)
    {
        var reading = ExperimentFile.Read(path);
        return reading.Experiment ?? throw new RefusedException(string.Join(Environment.NewLine, reading.Errors));
    }
}
