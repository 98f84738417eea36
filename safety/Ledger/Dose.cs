namespace ClosedLoop.Safety;

/// <summary>What one reservation came to. While it is not settled all of it counts.</summary>
/// <param name="Reservation">Number of the ledger's entry that reserved it.</param>
/// <param name="Session">The session that reserved it.</param>
/// <param name="Earliest">When it was reserved: no pulse of it left before.</param>
/// <param name="Latest">No pulse of it left after; unset while it is open.</param>
/// <param name="Pulses">How many pulses count.</param>
internal readonly record struct Dose(long Reservation, string Session, DateTimeOffset Earliest, DateTimeOffset? Latest, int Pulses);
