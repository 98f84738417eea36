namespace ClosedLoop.Safety;

/// <summary>The ledger's file: read and verified when opened, then only appended to; every entry is on disk when <see cref="Append"/> returns.</summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly string _session;
    private LedgerEntry? _last;
    private byte[] _lastHash;
    private bool _hasFailed;

    private LedgerFile(FileStream stream, string path, string subject, string session)
    {
        _stream = stream;
        _path = path;
        _session = session;
        _lastHash = LedgerEntry.FirstHash(subject);
    }

    public List<LedgerEntry> Entries { get; } = [];

    public static LedgerFile Open(string path, string subject, string session, DateTimeOffset wallNow, bool mustExist)
    {
        if (!File.Exists(path) && (mustExist || File.Exists(LedgerHead.PathOf(path))))
        {
            throw new LedgerException(
                $"The ledger {path} is missing, but {subject} has been stimulated before. Put it back from its backup: without it nobody "
                + "knows how many pulses were given.");
        }

        var file = new LedgerFile(Lock(path), path, subject, session);
        try
        {
            file.ReadAll(wallNow);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public LedgerEntry Append(LedgerEntryKind kind, DateTimeOffset utc, long of, long request, int pulses)
    {
        if (_hasFailed)
        {
            throw new LedgerException($"The ledger {_path} could not be written before; start a new session once the disk is in order.");
        }

        _hasFailed = true;
        try
        {
            var number = (_last?.Number ?? 0) + 1;
            var bare = new LedgerEntry(number, kind, _session, utc.ToUniversalTime(), of, request, pulses, []);
            var (entry, line) = LedgerEntry.Compose(_lastHash, bare);
            _stream.Write([.. line, (byte)'\n']);
            _stream.Flush(flushToDisk: true);
            Accept(entry);
            LedgerHead.Write(_path, entry);
            _hasFailed = false;
            return entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The ledger {_path} could not be written ({e.Message}). No pulse can be given: see to the disk.", e);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(
                $"The ledger {path} cannot be opened ({e.Message}). Another session of this subject may be running: end it first.", e);
        }
    }

    private void ReadAll(DateTimeOffset wallNow)
    {
        var bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var isWhole = length >= 0;
            var line = bytes.AsSpan(start, isWhole ? length : bytes.Length - start);
            if (LedgerEntry.TryParse(_lastHash, Entries.Count + 1, line, out var entry))
            {
                Accept(entry!);
                start += line.Length + 1;
            }
            else if (isWhole)
            {
                throw Damaged($"line {Entries.Count + 1} does not follow from the one before it");
            }
            else
            {
                break;
            }
        }

        if (LedgerHead.Contradiction(_path, Entries) is { } what)
        {
            throw Damaged(what);
        }

        CheckClock(wallNow);
        MendEnd(Math.Min(start, bytes.Length), bytes, wallNow);
    }

    // A line without its end was being written when the process or the machine died: its writer had not been told that it was on disk,
    // so no pulse was given on it. A line that is whole but for the end of line holds, and gets it.
    private void MendEnd(int good, byte[] bytes, DateTimeOffset wallNow)
    {
        if (good < bytes.Length)
        {
            _stream.SetLength(good);
            _stream.Position = good;
            Append(LedgerEntryKind.Repair, wallNow, 0, 0, 0);
        }
        else if (good > 0 && bytes[^1] != (byte)'\n')
        {
            _stream.WriteByte((byte)'\n');
            _stream.Flush(flushToDisk: true);
        }
    }

    private void CheckClock(DateTimeOffset wallNow)
    {
        if (_last is not null && wallNow < _last.Utc - Ledger.ClockTolerance)
        {
            throw new LedgerException(
                $"The computer's clock says {wallNow.UtcDateTime:u}, but the ledger {_path} has an entry of {_last.Utc.UtcDateTime:u}: the clock "
                + "went back, and pulses of the last 24 h cannot be told. Set the clock right.");
        }
    }

    private void Accept(LedgerEntry entry)
    {
        Entries.Add(entry);
        _last = entry;
        _lastHash = entry.Hash;
    }

    private LedgerException Damaged(string what) => new(
        $"The ledger {_path} is damaged: {what}. Nobody is stimulated on a dose that cannot be trusted: put it back from its backup, or "
        + "have the person responsible settle by hand what was given.");
}
