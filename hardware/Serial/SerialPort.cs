using System.Diagnostics;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// A serial line, raw, 8 data bits, no parity, 1 stop bit, no flow control, opened for this program alone. Reads and writes block at
/// most for the time given and never allocate.
/// </summary>
/// <remarks>
/// One thread reads; any may write whole short lines. A line is handed over in one write(2), and the kernel holds the terminal's write
/// lock for the whole of it, so lines of two threads are never mixed while the output buffer has room, which is waited for first.
/// Request-to-send and data-terminal-ready are
/// dropped right after opening: Linux raises them for a moment on opening and offers no way to prevent that. A pseudo-terminal has no
/// such lines and no real speed; both are tolerated.
/// </remarks>
public sealed unsafe class SerialPort : IDisposable
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int SetFileFlags = 4;
    private const int ExclusiveNow = 2 | 4;
    private const int MakeExclusive = 0x540C;
    private const int ClearModemLines = 0x5417;
    private const int DataTerminalReadyAndRequestToSend = 2 | 4;
    private const int FlushInput = 0;

    private int _file;

    private SerialPort(int file, string path, int baud)
    {
        _file = file;
        Path = path;
        Baud = baud;
        IsPseudoTerminal = Target(path).StartsWith("/dev/pts/", StringComparison.Ordinal);
    }

    /// <summary>The port's path, e.g. <c>/dev/ttyUSB0</c>.</summary>
    public string Path { get; }

    /// <summary>Bits a second.</summary>
    public int Baud { get; }

    /// <summary>True when no wire hangs on the port but another program, such as an emulator: it can hurt nobody.</summary>
    public bool IsPseudoTerminal { get; }

    /// <summary>The time of one byte on the wire: 10 bits (start, 8, stop).</summary>
    public Duration ByteTime => Duration.FromNanoseconds(10_000_000_000L / Baud);

    /// <summary>Opens a port.</summary>
    /// <param name="path">E.g. <c>/dev/ttyUSB0</c>, or better its stable name under <c>/dev/serial/by-id</c>.</param>
    /// <param name="baud">1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400 or 1000000.</param>
    /// <exception cref="SerialPortException">No such port, no permission, in use, not a serial line, or a speed it cannot do.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public static SerialPort Open(string path, int baud)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Serial ports are supported on Linux only.");
        }

        var speed = SpeedCode(baud);
        var file = OpenFile(path);
        try
        {
            Claim(file, path);
            Configure(file, path, baud, speed);
            return new SerialPort(file, path, baud);
        }
        catch
        {
            _ = LibC.close(file);
            throw;
        }
    }

    /// <summary>Writes all the bytes.</summary>
    /// <returns>Done; TimedOut when the line took less in the time given (some bytes may have left); Unplugged; Failed.</returns>
    public SerialStatus Write(ReadOnlySpan<byte> bytes, Duration timeout)
    {
        var deadline = Stopwatch.GetTimestamp() + Ticks(timeout);
        fixed (byte* start = bytes)
        {
            var written = 0;
            while (written < bytes.Length)
            {
                var ready = Wait(PollEntry.Out, deadline);
                if (ready != SerialStatus.Done)
                {
                    return ready;
                }

                var count = LibC.write(_file, start + written, bytes.Length - written);
                if (count < 0 && !IsPassing(LibC.Errno))
                {
                    return Cause(LibC.Errno);
                }

                written += (int)Math.Max(count, 0);
            }
        }

        return SerialStatus.Done;
    }

    /// <summary>Reads what is there, waiting for the first byte.</summary>
    /// <param name="into">Where to; at least one byte long.</param>
    /// <param name="timeout">How long to wait for the first byte; zero takes only what is there.</param>
    /// <param name="count">How many bytes were read; 0 unless Done.</param>
    public SerialStatus Read(Span<byte> into, Duration timeout, out int count)
    {
        count = 0;
        var deadline = Stopwatch.GetTimestamp() + Ticks(timeout);
        fixed (byte* start = into)
        {
            while (true)
            {
                var ready = Wait(PollEntry.In, deadline);
                if (ready != SerialStatus.Done)
                {
                    return ready;
                }

                var got = LibC.read(_file, start, into.Length);
                if (got > 0)
                {
                    count = (int)got;
                    return SerialStatus.Done;
                }

                if (got == 0)
                {
                    return SerialStatus.Unplugged;
                }

                if (!IsPassing(LibC.Errno))
                {
                    return Cause(LibC.Errno);
                }
            }
        }
    }

    /// <summary>Throws away what has come in and was not read.</summary>
    public void DiscardInput() => _ = LibC.tcflush(_file, FlushInput);

    /// <summary>Closes the port; it cannot be used afterwards.</summary>
    public void Dispose()
    {
        var file = Interlocked.Exchange(ref _file, -1);
        if (file >= 0)
        {
            _ = LibC.close(file);
        }
    }

    private SerialStatus Wait(short what, long deadline)
    {
        while (true)
        {
            var left = deadline - Stopwatch.GetTimestamp();
            var milliseconds = left <= 0 ? 0 : (int)Math.Min((left + 999_999) / 1_000_000, int.MaxValue);
            var entry = new PollEntry { File = _file, Asked = what };
            var found = LibC.poll(&entry, 1, milliseconds);
            if (found > 0)
            {
                // Bytes that arrived before the plug was pulled are still given out.
                return (entry.Found & what) != 0 ? SerialStatus.Done
                    : (entry.Found & PollEntry.Invalid) != 0 ? SerialStatus.Failed : SerialStatus.Unplugged;
            }

            if (found < 0 && LibC.Errno != LibC.Eintr)
            {
                return Cause(LibC.Errno);
            }

            if (found == 0 && Stopwatch.GetTimestamp() >= deadline)
            {
                return SerialStatus.TimedOut;
            }
        }
    }

    private static string Target(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static long Ticks(Duration timeout) => timeout.TotalNanoseconds * (Stopwatch.Frequency / 1_000_000) / 1_000;

    private static bool IsPassing(int errno) => errno is LibC.Eintr or LibC.Eagain;

    private static SerialStatus Cause(int errno) =>
        errno is LibC.Eio or LibC.Enxio or LibC.Enodev ? SerialStatus.Unplugged : SerialStatus.Failed;

    private static int OpenFile(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* name = bytes)
        {
            // Without O_NONBLOCK an open can wait for a carrier that never comes.
            var file = LibC.open(name, ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec, 0);
            return file >= 0 ? file : throw new SerialPortException(WhyNotOpened(path, LibC.Errno));
        }
    }

    // TIOCEXCL keeps later programs out, except privileged ones; the file lock keeps out a second ClosedLoop whoever runs it.
    private static void Claim(int file, string path)
    {
        if (LibC.flock(file, ExclusiveNow) != 0)
        {
            throw new SerialPortException(WhyNotOpened(path, LibC.Ebusy));
        }

        if (LibC.ioctl(file, MakeExclusive, 0) != 0)
        {
            throw new SerialPortException(LibC.Errno == LibC.Enotty
                ? $"{path} is not a serial port. Name the device file of a serial line, e.g. one of /dev/serial/by-id/*."
                : WhyNotOpened(path, LibC.Errno));
        }
    }

    private static void Configure(int file, string path, int baud, uint speed)
    {
        Termios settings;
        if (LibC.tcgetattr(file, &settings) != 0)
        {
            throw new SerialPortException(WhyNotOpened(path, LibC.Errno));
        }

        LibC.cfmakeraw(&settings);
        settings.Control |= Termios.Receive | Termios.IgnoreModemLines;
        settings.Control &= ~(Termios.StopTwo | Termios.HangUpOnClose | Termios.HardwareFlowControl);
        settings.Characters[Termios.IndexOfMinimum] = 1;
        settings.Characters[Termios.IndexOfTime] = 0;
        if (!SetSpeed(&settings, baud, speed) || LibC.tcsetattr(file, 0, &settings) != 0)
        {
            throw new SerialPortException($"{path} cannot be set to {baud} baud, 8N1 (error {LibC.Errno}).");
        }

        var lines = DataTerminalReadyAndRequestToSend;
        // ENOTTY: a pseudo-terminal, or an adapter without modem lines. There is nothing to drop then.
        if (LibC.ioctl(file, ClearModemLines, (nint)(&lines)) != 0 && LibC.Errno is LibC.Eio or LibC.Enodev)
        {
            throw new SerialPortException(WhyNotOpened(path, LibC.Errno));
        }

        _ = LibC.fcntl(file, SetFileFlags, 0);
    }

    // glibc takes the number itself (and from 2.42 on nothing else), musl only the kernel's code for it.
    private static bool SetSpeed(Termios* settings, int baud, uint code) =>
        LibC.cfsetspeed(settings, (uint)baud) == 0 || LibC.cfsetspeed(settings, code) == 0;

    private static string WhyNotOpened(string path, int errno) => errno switch
    {
        LibC.Enoent => $"There is no serial port {path}. Is the device plugged in and switched on? `ls /dev/serial/by-id` lists those present.",
        LibC.Eacces or LibC.Eperm => $"No permission to open {path}. Add yourself to its group (`sudo usermod -aG dialout $USER`) and log in again.",
        LibC.Ebusy => $"{path} is in use by another program. Close that program, or choose another port.",
        LibC.Eio or LibC.Enxio or LibC.Enodev => $"No device answers behind {path}. Plug it in again.",
        _ => $"{path} could not be opened (error {errno}).",
    };

    private static uint SpeedCode(int baud) => baud switch
    {
        1200 => 0x9,
        2400 => 0xB,
        4800 => 0xC,
        9600 => 0xD,
        19200 => 0xE,
        38400 => 0xF,
        57600 => 0x1001,
        115200 => 0x1002,
        230400 => 0x1003,
        1000000 => 0x1008,
        _ => throw new SerialPortException(
            $"A speed of {baud} baud is not offered. Choose 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400 or 1000000."),
    };
}
