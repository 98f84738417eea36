using System.Runtime.InteropServices;

namespace ClosedLoop.Hardware;

/// <summary>The C library's <c>struct termios</c> on Linux (60 bytes; the same in glibc and musl).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios
{
    public const uint StopTwo = 0x40;
    public const uint Receive = 0x80;
    public const uint HangUpOnClose = 0x400;
    public const uint IgnoreModemLines = 0x800;
    public const uint HardwareFlowControl = 0x8000_0000;
    public const int IndexOfTime = 5;
    public const int IndexOfMinimum = 6;

    public uint Input;
    public uint Output;
    public uint Control;
    public uint Local;
    public byte Line;
    public fixed byte Characters[32];
    public uint InputSpeed;
    public uint OutputSpeed;
}
