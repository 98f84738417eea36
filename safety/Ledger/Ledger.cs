using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// How many pulses a subject has had, on disk: one file a subject, only appended to, each line chained to the one before by SHA-256.
/// A dose is reserved before the gate may admit it and settled after; what was reserved and never settled counts in full, so that a
/// crash can over-count by one train and never under-counts.
/// </summary>
/// <remarks>
/// Called from one thread, the disk thread; blocks (each entry is synced, about a millisecond) and allocates. It reads no clock: wall time
/// is handed in once, and every later instant is counted on from there by the monotonic clock. Order of calls in a session:
/// <see cref="History"/>, <see cref="Reserve"/>, [gate is told, train runs], <see cref="Settle"/>, <see cref="Reserve"/>, … , at the end
/// or when disarmed <see cref="Settle"/> with 0.
/// </remarks>
public sealed class Ledger : IDisposable
{
    private readonly LedgerFile _file;
    private readonly string _session;
    private readonly DateTimeOffset _wallStart;
    private readonly Instant _start;
    private readonly List<Dose> _doses = [];

    private Ledger(LedgerFile file, string session, DateTimeOffset wallNow, Instant now)
    {
        _file = file;
        _session = session;
        _wallStart = wallNow.ToUniversalTime();
        _start = now;
        foreach (var entry in file.Entries)
        {
            Count(entry);
        }

        CloseAbandoned(_wallStart);
    }

    /// <summary>A pause of the subject's pulses that ends a session: 30 min. A restarted program is not a new session.</summary>
    public static Duration SessionPause => Duration.FromSeconds(30 * 60);

    /// <summary>How long after it was made a reservation can at most have been used: the longest session, 90 min.</summary>
    public static Duration ReservationLife => Duration.FromSeconds(90 * 60);

    /// <summary>How far the wall clock may stand behind the last entry: clocks are set by seconds, and a window of 24 h does not mind.</summary>
    public static TimeSpan ClockTolerance => TimeSpan.FromSeconds(10);

    /// <summary>Pulses reserved and not settled; 0 if none.</summary>
    public int Reserved { get; private set; }

    /// <summary>The ledger's path for a subject.</summary>
    public static string PathOf(string folder, string subject) => Path.Combine(folder, subject + ".ledger.jsonl");

    /// <summary>Opens a subject's ledger, or begins it; verifies the whole chain.</summary>
    /// <param name="folder">The folder of ledgers; created if it is not there.</param>
    /// <param name="subject">The subject's id: letters, digits, '-', '_', '.'; it names the file.</param>
    /// <param name="session">The session's id, for the record.</param>
    /// <param name="wallNow">Wall time at <paramref name="now"/>.</param>
    /// <param name="now">The monotonic clock at the same moment.</param>
    /// <param name="mustExist">True when the subject is known to have been stimulated before, so that a missing ledger is an error.</param>
    /// <exception cref="LedgerException">
    /// It is damaged, shorter than it was, missing though expected, in use by another session, cannot be written, or the wall clock went back.
    /// </exception>
    /// <exception cref="ArgumentException">The subject's id is not one.</exception>
    public static Ledger Open(
        string folder, string subject, string session, DateTimeOffset wallNow, Instant now, bool mustExist = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(session);
        if (string.IsNullOrEmpty(subject) || subject[0] == '.' || !subject.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException($"'{subject}' is no subject's id: use letters, digits, '-', '_' and '.'.", nameof(subject));
        }

        Directory.CreateDirectory(folder);
        var file = LedgerFile.Open(PathOf(folder, subject), subject, session, wallNow, mustExist);
        return new Ledger(file, session, wallNow, now);
    }

    /// <summary>Puts a reservation for the next whole train on disk. Only when this has returned may the gate be told.</summary>
    /// <param name="pulses">Pulses of the train, 1 or more.</param>
    /// <param name="at">Now, on the monotonic clock.</param>
    /// <exception cref="LedgerException">It could not be written.</exception>
    /// <exception cref="InvalidOperationException">A reservation is open: settle it first.</exception>
    public void Reserve(int pulses, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pulses, 1);
        if (Reserved > 0)
        {
            throw new InvalidOperationException($"{Reserved} pulses are reserved and not settled; settle them before reserving {pulses}.");
        }

        Count(_file.Append(LedgerEntryKind.Reserve, WallAt(at), 0, 0, pulses));
        Reserved = pulses;
    }

    /// <summary>Puts on disk how many pulses of the open reservation left, and closes it. Without one, pulses that left are entered all the same.</summary>
    /// <param name="request">The request that was given; 0 if none was.</param>
    /// <param name="fired">Pulses that left, 0 or more; what is in doubt has left.</param>
    /// <param name="at">Now, on the monotonic clock.</param>
    /// <exception cref="LedgerException">It could not be written; the reservation then counts in full.</exception>
    public void Settle(long request, int fired, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fired);
        if (Reserved == 0 && fired == 0)
        {
            return;
        }

        var of = Reserved > 0 ? _doses[^1].Reservation : 0;
        Count(_file.Append(LedgerEntryKind.Settle, WallAt(at), of, request, fired));
        Reserved = 0;
    }

    /// <summary>The dose until now. A reservation that is open counts in full, so ask before reserving.</summary>
    /// <param name="at">Now, on the monotonic clock.</param>
    public DoseHistory History(Instant at)
    {
        var now = WallAt(at);
        var first = FirstOfSession(now);
        var day = _doses.Where(dose => (dose.Latest ?? now) > now.AddHours(-24));
        var session = _doses.Skip(first).Where(dose => dose.Pulses > 0);
        var given = _doses.Where(dose => dose.Pulses > 0);
        return new DoseHistory(
            Sum(session),
            Math.Max(Sum(day), Sum(session)),
            session.Any() ? InstantOf(session.Min(dose => dose.Earliest), now, at) : default,
            given.Any() ? InstantOf(given.Max(dose => dose.Latest ?? now), now, at) : default);
    }

    /// <summary>Closes the file. A reservation that is open stays so, and counts in full.</summary>
    public void Dispose() => _file.Dispose();

    private static int Sum(IEnumerable<Dose> doses) => doses.Sum(dose => dose.Pulses);

    // 0 is "unset"; an instant before the clock's zero is not.
    private static Instant InstantOf(DateTimeOffset wall, DateTimeOffset wallNow, Instant now)
    {
        var instant = now - Duration.FromNanoseconds((wallNow - wall).Ticks * 100);
        return instant.IsSet ? instant : Instant.FromNanoseconds(-1);
    }

    private DateTimeOffset WallAt(Instant at) => _wallStart.AddTicks((at - _start).TotalNanoseconds / 100);

    private int FirstOfSession(DateTimeOffset now)
    {
        var first = _doses.Count;
        var next = now;
        for (var i = _doses.Count - 1; i >= 0; i--)
        {
            var dose = _doses[i];
            var pause = next - (dose.Latest ?? now);
            if (dose.Session != _session && pause.Ticks * 100 >= SessionPause.TotalNanoseconds)
            {
                break;
            }

            first = i;
            next = dose.Earliest;
        }

        return first;
    }

    private void Count(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case LedgerEntryKind.Reserve:
                CloseAbandoned(entry.Utc);
                _doses.Add(new Dose(entry.Number, entry.Session, entry.Utc, null, entry.Pulses));
                break;
            case LedgerEntryKind.Settle when _doses.Count > 0 && _doses[^1] is { Latest: null } open && open.Reservation == entry.Of:
                _doses[^1] = open with { Latest = entry.Utc, Pulses = entry.Pulses };
                break;
            case LedgerEntryKind.Settle:
                CloseAbandoned(entry.Utc);
                _doses.Add(new Dose(entry.Number, entry.Session, entry.Utc, entry.Utc, entry.Pulses));
                break;
            default:
                break;
        }
    }

    /// <summary>A reservation whose session ended without settling it: all of it counts, at the latest moment at which it can have left.</summary>
    private void CloseAbandoned(DateTimeOffset next)
    {
        if (_doses.Count > 0 && _doses[^1].Latest is null)
        {
            var last = _doses[^1];
            var end = last.Earliest.AddTicks(ReservationLife.TotalNanoseconds / 100);
            _doses[^1] = last with { Latest = end < next ? end : next };
        }
    }
}
