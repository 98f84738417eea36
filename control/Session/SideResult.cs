namespace ClosedLoop.Control;

/// <summary>The result of work done beside the path, an input like any other; in a replay the recorded one is used again.</summary>
/// <param name="Task">Which task.</param>
/// <param name="FromInput">Number of the input that the task's data ended with.</param>
/// <param name="Numbers">What it found, in an order that the task knows.</param>
/// <param name="Text">What it says to a person; a warning where the result is poor.</param>
public sealed record SideResult(string Task, long FromInput, IReadOnlyList<double> Numbers, string Text);
