using System.Runtime.InteropServices;

namespace ClosedLoop.Hardware;

/// <summary>The C library's <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public const short In = 1;
    public const short Out = 4;
    public const short Error = 8;
    public const short HungUp = 16;
    public const short Invalid = 32;

    public int File;
    public short Asked;
    public short Found;
}
