using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// How long an emulated serial line and the firmware behind it take. <c>default</c>: no time at all, for fast tests.
/// </summary>
/// <param name="ByteTime">Time of one byte on the wire, both ways; zero for at once.</param>
/// <param name="ThinkTime">From the last byte of a command to the first of its reply.</param>
public readonly record struct SerialTiming(Duration ByteTime, Duration ThinkTime)
{
    /// <summary>The wire time of a speed with 8 data bits, no parity, 1 stop bit: 10 bits a byte.</summary>
    public static SerialTiming Paced(int baudRate, Duration thinkTime) =>
        new(Duration.FromNanoseconds(10_000_000_000L / baudRate), thinkTime);
}
