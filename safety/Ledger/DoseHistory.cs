using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>The dose that the ledger knows of at one instant. <c>default</c> is a subject who never had a pulse.</summary>
/// <param name="SessionPulses">Pulses of this session: all since the subject's last pause of <see cref="Ledger.SessionPause"/>, whoever gave them.</param>
/// <param name="DayPulses">Pulses in the 24 h before; the session's are among them.</param>
/// <param name="SessionStart">When the first of the session's pulses was reserved, on this machine's clock; unset if there is none.</param>
/// <param name="LastPulse">The latest instant at which the last pulse can have left, on this machine's clock; unset if there is none.</param>
public readonly record struct DoseHistory(int SessionPulses, int DayPulses, Instant SessionStart, Instant LastPulse);
