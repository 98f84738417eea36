using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ClosedLoop.Safety;

/// <summary>
/// One line of the ledger: a JSON object whose last member is the chain's hash, h(n) = SHA-256(h(n−1) ‖ everything before that member).
/// h(0) is the hash of the subject's id, so that one subject's ledger cannot stand in for another's.
/// </summary>
/// <param name="Number">Its number, from 1, growing by 1.</param>
/// <param name="Kind">Reservation, settlement or repair.</param>
/// <param name="Session">The session that wrote it.</param>
/// <param name="Utc">When.</param>
/// <param name="Of">For a settlement: number of the reservation that it settles; otherwise 0.</param>
/// <param name="Request">For a settlement: the request that was given; otherwise 0.</param>
/// <param name="Pulses">Pulses reserved, or pulses that left.</param>
/// <param name="Hash">h(n), 32 bytes.</param>
internal sealed record LedgerEntry(
    long Number, LedgerEntryKind Kind, string Session, DateTimeOffset Utc, long Of, long Request, int Pulses, byte[] Hash)
{
    private const int HashDigits = 64;

    private static readonly byte[] _hashMember = ",\"hash\":\""u8.ToArray();

    public static byte[] FirstHash(string subject) => SHA256.HashData(Encoding.UTF8.GetBytes("ClosedLoop ledger of " + subject));

    /// <summary>The entry's line without the end of line, and the entry with its hash.</summary>
    public static (LedgerEntry Entry, byte[] Line) Compose(byte[] previous, LedgerEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("n", entry.Number);
            json.WriteString("kind", NameOf(entry.Kind));
            json.WriteString("session", entry.Session);
            json.WriteString("utc", entry.Utc.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber("of", entry.Of);
            json.WriteNumber("request", entry.Request);
            json.WriteNumber("pulses", entry.Pulses);
            json.WriteEndObject();
        }

        var record = bytes.ToArray().AsSpan(0, (int)bytes.Length - 1);
        var hash = Chain(previous, record);
        byte[] line = [.. record, .. _hashMember, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)), .. "\"}"u8];
        return (entry with { Hash = hash }, line);
    }

    /// <summary>Reads a line; false if it is not what follows the entry before it.</summary>
    public static bool TryParse(byte[] previous, long number, ReadOnlySpan<byte> line, out LedgerEntry? entry)
    {
        entry = null;
        var end = line.Length - HashDigits - 2;
        var recordLength = end - _hashMember.Length;
        if (recordLength < 2 || !line[recordLength..end].SequenceEqual(_hashMember) || !line[^2..].SequenceEqual("\"}"u8))
        {
            return false;
        }

        var record = line[..recordLength];
        var hash = Chain(previous, record);
        var written = Encoding.ASCII.GetString(line.Slice(end, HashDigits));
        return written == Convert.ToHexStringLower(hash) && TryRead(record, hash, out entry) && entry!.Number == number;
    }

    private static bool TryRead(ReadOnlySpan<byte> record, byte[] hash, out LedgerEntry? entry)
    {
        entry = null;
        try
        {
            using var json = JsonDocument.Parse((byte[])[.. record, (byte)'}']);
            var root = json.RootElement;
            if (!TryKind(root.GetProperty("kind").GetString(), out var kind))
            {
                return false;
            }

            entry = new LedgerEntry(
                root.GetProperty("n").GetInt64(),
                kind,
                root.GetProperty("session").GetString() ?? "",
                root.GetProperty("utc").GetDateTimeOffset(),
                root.GetProperty("of").GetInt64(),
                root.GetProperty("request").GetInt64(),
                root.GetProperty("pulses").GetInt32(),
                hash);
            return entry.Pulses >= 0;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[] Chain(byte[] previous, ReadOnlySpan<byte> record)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(previous);
        sha.AppendData(record);
        return sha.GetHashAndReset();
    }

    private static string NameOf(LedgerEntryKind kind) => kind switch
    {
        LedgerEntryKind.Reserve => "reserve",
        LedgerEntryKind.Settle => "settle",
        _ => "repair",
    };

    private static bool TryKind(string? name, out LedgerEntryKind kind)
    {
        kind = name switch
        {
            "reserve" => LedgerEntryKind.Reserve,
            "settle" => LedgerEntryKind.Settle,
            _ => LedgerEntryKind.Repair,
        };
        return name is "reserve" or "settle" or "repair";
    }
}
