using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// How long a line takes to a timer box: a part that grows with its length (a UART's bits; nothing over USB) and a part that does not.
/// </summary>
/// <param name="ByteTime">For each byte.</param>
/// <param name="Latency">For each line, one way: half of the smallest round trip that the bytes do not explain.</param>
internal readonly record struct TimerBoxWire(Duration ByteTime, Duration Latency)
{
    /// <summary>
    /// Fits both from the smallest round trips of two questions of equal length whose answers differ in length:
    /// byte time = (long − short) / (bytes of difference), between 0 and twice what the baud rate says; latency =
    /// (short − byte time × bytes there and back) / 2, at least 0.
    /// </summary>
    public static TimerBoxWire Fit(
        Duration shortTrip, Duration longTrip, int askedBytes, int shortBytes, int longBytes, Duration nominalByteTime)
    {
        var perByte = (longTrip - shortTrip).TotalNanoseconds / (longBytes - shortBytes);
        var byteTime = Duration.FromNanoseconds(Math.Clamp(perByte, 0, 2 * nominalByteTime.TotalNanoseconds));
        var unexplained = shortTrip - (byteTime * (askedBytes + shortBytes));
        return new TimerBoxWire(byteTime, Duration.FromNanoseconds(Math.Max(unexplained.TotalNanoseconds, 0) / 2));
    }

    /// <summary>From the write of a line to its acceptance.</summary>
    public Duration TimeOf(int bytes) => (ByteTime * bytes) + Latency;
}
