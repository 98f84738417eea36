using ClosedLoop.Control;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// The layout of the int64 stream <c>turns</c> in a session's recording: number of the turn's first input, inputs other than frames and
/// markers, then frames or markers a stream. Its timestamp is the turn's instant.
/// </summary>
internal static class TurnStream
{
    private const int Head = 2;

    public static StreamInfo Info(IReadOnlyList<StreamInfo> streams) => new(
        "turns", "Turns", default, ChannelFormat.Int64,
        [new("first_input"), new("others"), .. streams.Select(stream => new ChannelInfo($"frames of {stream.Name}"))]);

    public static int Size(int streams) => Head + streams;

    public static void Encode(TurnRecord turn, Span<long> values)
    {
        values[0] = turn.FirstInput;
        values[1] = turn.Others;
        for (var stream = 0; stream < turn.Frames.Length; stream++)
        {
            values[Head + stream] = turn.Frames[stream];
        }
    }

    public static long FirstInput(ReadOnlySpan<long> values) => values[0];

    public static long Others(ReadOnlySpan<long> values) => values[1];

    public static long Frames(ReadOnlySpan<long> values, int stream) => values[Head + stream];
}
