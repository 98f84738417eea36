using System.Runtime.InteropServices;

namespace ClosedLoop.Hardware;

/// <summary>
/// The system calls that this room makes on Linux, on x86-64 and arm64. Blittable arguments only, so that no call allocates; the
/// error number is kept only where it is read, and is read at once.
/// </summary>
internal static unsafe partial class LibC
{
    public const int ClockMonotonic = 1;
    public const int ClockBoottime = 7;
    public const int TimerAbsolute = 1;

    public const int Eperm = 1;
    public const int Enoent = 2;
    public const int Eintr = 4;
    public const int Eio = 5;
    public const int Enxio = 6;
    public const int Eagain = 11;
    public const int Eacces = 13;
    public const int Ebusy = 16;
    public const int Enodev = 19;
    public const int Enotty = 25;
    public const int Etimedout = 110;

    [LibraryImport("libc")]
    public static partial int clock_nanosleep(int clock, int flags, Timespec* until, Timespec* remaining);

    [LibraryImport("libc")]
    public static partial int clock_gettime(int clock, Timespec* time);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int sched_setscheduler(int process, int policy, int* priority);

    [LibraryImport("libc")]
    public static partial int sched_getscheduler(int process);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int prctl(int operation, ulong a, ulong b, ulong c, ulong d);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mlockall(int flags);

    [LibraryImport("libc")]
    public static partial int getppid();

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    public static partial int munmap(nint address, nint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    public static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int file, byte* bytes, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int file, byte* bytes, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(int file, nuint request, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(int file, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(int file, int operation);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcgetattr(int file, Termios* settings);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcsetattr(int file, int when, Termios* settings);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcflush(int file, int queue);

    [LibraryImport("libc")]
    public static partial void cfmakeraw(Termios* settings);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int cfsetspeed(Termios* settings, uint speed);

    /// <summary>The error number of the last call that keeps it, on this thread.</summary>
    public static int Errno => Marshal.GetLastPInvokeError();
}
