namespace ClosedLoop.Hardware;

/// <summary>What the two processes must have in common before anything can be armed.</summary>
/// <param name="ProgramVersion">The program's version.</param>
/// <param name="Session">The session's id.</param>
/// <param name="ExperimentHash">SHA-256 of the resolved experiment, hexadecimal.</param>
/// <param name="LimitsHash">SHA-256 of the resolved limits, hexadecimal.</param>
public sealed record LinkIdentity(string ProgramVersion, string Session, string ExperimentHash, string LimitsHash);
