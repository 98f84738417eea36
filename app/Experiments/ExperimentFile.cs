namespace ClosedLoop.App;

/// <summary>
/// Reads experiment files, strictly: an unknown key, a wrong unit, an impossible value or a name that leads nowhere is a mistake
/// with line and column, and all of them are reported at once.
/// </summary>
public static class ExperimentFile
{
    /// <summary>
    /// Reads an experiment from a file. A file that cannot be read is a mistake too; nothing is thrown for what users can get
    /// wrong.
    /// </summary>
    public static ExperimentReading Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            return Parse(text, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = File.Exists(path) ? e.Message : "there is no such file; check the path.";
            return new ExperimentReading(null, [new ExperimentError(path, 1, 1, $"The experiment cannot be read: {reason}")]);
        }
    }

    /// <summary>Reads an experiment from text.</summary>
    /// <param name="text">The YAML; read to its end.</param>
    /// <param name="file">What to call it in mistakes.</param>
    public static ExperimentReading Parse(TextReader text, string file)
    {
        var mistakes = new Mistakes(file);
        var root = NodeReader.Read(text, mistakes);
        var experiment = root is null ? null : ExperimentReader.Read(new Keys(root, "", mistakes), mistakes);
        if (experiment is not null && !mistakes.Any)
        {
            TimingChecks.Run(experiment, mistakes);
            WiringChecks.Run(experiment, mistakes);
        }

        if (experiment is not null && !mistakes.Any)
        {
            LimitChecks.Run(experiment, mistakes);
        }

        return mistakes.Any ? new ExperimentReading(null, mistakes.InOrder()) : new ExperimentReading(experiment, []);
    }

    /// <summary>Reads an experiment from a string.</summary>
    public static ExperimentReading Parse(string text, string file = "experiment.yaml")
    {
        using var reader = new StringReader(text);
        return Parse(reader, file);
    }
}
