using System.Runtime.InteropServices;
using ClosedLoop.Core;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

/// <summary>The least that a driver does with a port: open without taking the terminal over, set a speed, write, read.</summary>
internal sealed unsafe partial class DriverPort : IDisposable
{
    private const int ReadWriteNoControlNonBlocking = 2 | 0x100 | 0x800;

    private readonly SafeFileHandle _handle;

    internal DriverPort(string path, uint speedCode = 13)
    {
        var descriptor = Open(path, ReadWriteNoControlNonBlocking);
        Assert.True(descriptor >= 0, $"open {path}: errno {Marshal.GetLastPInvokeError()}");
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var termios = stackalloc byte[256];
        Assert.Equal(0, GetAttributes(descriptor, termios));
        Assert.Equal(0, SetSpeed(termios, speedCode));
        Assert.Equal(0, SetAttributes(descriptor, 0, termios));
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            Assert.Equal(bytes.Length, (int)Write((int)_handle.DangerousGetHandle(), start, bytes.Length));
        }
    }

    /// <summary>Reads until so many bytes have come; fails after five seconds.</summary>
    internal byte[] Read(int count)
    {
        var bytes = new List<byte>();
        var buffer = stackalloc byte[64];
        var end = MonotonicClock.Instance.Now + Duration.FromSeconds(5);
        while (bytes.Count < count && MonotonicClock.Instance.Now < end)
        {
            var got = (int)Read((int)_handle.DangerousGetHandle(), buffer, Math.Min(64, count - bytes.Count));
            bytes.AddRange(new ReadOnlySpan<byte>(buffer, Math.Max(0, got)));
            _ = Thread.Yield();
        }

        return [.. bytes];
    }

    /// <summary>True once the line has hung up; false after five seconds.</summary>
    internal bool HangsUp()
    {
        byte value;
        var end = MonotonicClock.Instance.Now + Duration.FromSeconds(5);
        while (MonotonicClock.Instance.Now < end)
        {
            var got = Read((int)_handle.DangerousGetHandle(), &value, 1);
            if (got == 0 || (got < 0 && Marshal.GetLastPInvokeError() == 5))
            {
                return true;
            }

            _ = Thread.Yield();
        }

        return false;
    }

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* into, nint capacity);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfsetspeed")]
    private static partial int SetSpeed(byte* termios, uint code);
}
