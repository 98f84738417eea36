namespace ClosedLoop.App;

/// <summary>What became of reading an experiment file: the experiment, or every mistake that was found.</summary>
/// <param name="Experiment">The resolved experiment; null if there is any mistake.</param>
/// <param name="Errors">The mistakes in the order of the file; empty if there is an experiment.</param>
public sealed record ExperimentReading(Experiment? Experiment, IReadOnlyList<ExperimentError> Errors);
