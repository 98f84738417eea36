using System.Runtime.InteropServices;

namespace ClosedLoop.Hardware;

/// <summary>The C library's <c>struct timespec</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Timespec
{
    public long Seconds;
    public long Nanoseconds;

    public static Timespec FromNanoseconds(long total) =>
        new() { Seconds = total / 1_000_000_000, Nanoseconds = total % 1_000_000_000 };

    public readonly long TotalNanoseconds => (Seconds * 1_000_000_000) + Nanoseconds;
}
