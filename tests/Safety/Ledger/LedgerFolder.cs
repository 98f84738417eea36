using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>A folder of ledgers that goes away with the test, and a morning on which they are opened.</summary>
internal sealed class LedgerFolder : IDisposable
{
    public const string Subject = "sub-01";

    public static readonly DateTimeOffset Morning = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static readonly Instant Start = Instant.FromSeconds(5_000);

    // In memory where there is such a place: these tests are about bytes, and a disk would sync a thousand times.
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath(), "ledger-" + Guid.NewGuid().ToString("N"))).FullName;

    public string File => Ledger.PathOf(Path, Subject);

    public string Head => File + ".head";

    public Ledger Open(DateTimeOffset? wall = null, Instant? now = null, string session = "s1", bool mustExist = false) =>
        Ledger.Open(Path, Subject, session, wall ?? Morning, now ?? Start, mustExist);

    /// <summary>Opens at a later wall time, as a program does that was started again.</summary>
    public DoseHistory HistoryAfter(double hours, string session = "s2")
    {
        using var ledger = Open(Morning.AddHours(hours), Start + Duration.FromSeconds(hours * 3_600), session);
        return ledger.History(Start + Duration.FromSeconds(hours * 3_600));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
