using System.Buffers.Binary;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads the turns of a session, one after another. One thread at a time.</summary>
public sealed class SessionTurnReader
{
    private readonly XdfCursor _cursor;
    private readonly Instant _origin;

    internal SessionTurnReader(StreamInfo stream, XdfCursor cursor, Instant origin) =>
        (Stream, _cursor, _origin) = (stream, cursor, origin);

    /// <summary>The stream of turns.</summary>
    public StreamInfo Stream { get; }

    /// <summary>Reads the next turn.</summary>
    /// <param name="taken">When the turn read the clock.</param>
    /// <param name="values">Filled with one integer a channel.</param>
    /// <returns>False at the end of the recording.</returns>
    /// <exception cref="ArgumentException">There is no room for all channels.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public bool TryRead(out Instant taken, Span<long> values)
    {
        if (values.Length < Stream.ChannelCount)
        {
            throw new ArgumentException(
                $"A turn has {Stream.ChannelCount} values; there is room for {values.Length}.", nameof(values));
        }

        taken = default;
        if (!_cursor.TryValues(out var bytes))
        {
            return false;
        }

        taken = SessionStamp.ToInstant(_cursor.Parser.Stamp, _origin);
        for (var channel = 0; channel < Stream.ChannelCount; channel++)
        {
            values[channel] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(sizeof(long) * channel)..]);
        }

        return true;
    }
}
