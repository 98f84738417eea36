namespace ClosedLoop.Simulation;

/// <summary>A kind of device that can be emulated.</summary>
/// <param name="Name">The word for it on the command line, e.g. <c>magstim200</c>.</param>
/// <param name="Summary">What it is, one line.</param>
/// <param name="Create">Makes one: from its name in this set-up, its journal, and whether it takes the time that a real one
/// takes.</param>
public sealed record EmulatorKind(string Name, string Summary, Func<string, ByteJournal?, bool, EmulatedDevice> Create);
