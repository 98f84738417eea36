using System.Runtime.InteropServices;
using System.Text;

namespace ClosedLoop.Simulation;

/// <summary>
/// A serial line that is not there: a Linux pseudo-terminal in raw mode. The emulator holds the master end; a driver opens
/// <see cref="Path"/> as it would open <c>/dev/ttyUSB0</c>. Bytes cross at once whatever the speed, so pacing is the emulator's
/// work.
/// </summary>
/// <remarks>
/// One thread uses it at a time; <see cref="Dispose"/> may come from another once that thread has ended. Nothing blocks.
/// </remarks>
public sealed unsafe class PseudoTerminal : IDisposable
{
    private readonly string? _link;
    private int _master = -1;
    private int _heldSlave = -1;

    /// <summary>Opens a pseudo-terminal.</summary>
    /// <param name="link">A stable path for the driver: a symbolic link is made there, replacing a link of the same name;
    /// <c>null</c> for the bare <c>/dev/pts/N</c>.</param>
    /// <param name="holdSlave">
    /// True keeps the driver's end open here too, so that a driver may close and open the port as often as it likes; false lets
    /// <see cref="Read"/> tell that the last driver closed the port.
    /// </param>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    /// <exception cref="IOException">The system has no pseudo-terminal to give, or the link's path is taken by something
    /// else.</exception>
    public PseudoTerminal(string? link = null, bool holdSlave = true)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "Emulated devices need Linux pseudo-terminals; on this system connect a real device instead.");
        }

        _link = link;
        try
        {
            SlavePath = OpenPair(holdSlave);
            Path = link is null ? SlavePath : MakeLink(link, SlavePath);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What a driver opens: the link if there is one, else <see cref="SlavePath"/>.</summary>
    public string Path { get; }

    /// <summary>The kernel's name of the driver's end, <c>/dev/pts/N</c>.</summary>
    public string SlavePath { get; }

    /// <summary>
    /// The speed that the driver set on its end, bits a second; 38400 before anybody set one. Read it at each frame: a change
    /// raises no event.
    /// </summary>
    /// <exception cref="IOException">The terminal is gone.</exception>
    public int BaudRate
    {
        get
        {
            Posix.Termios2 settings;
            Check(Posix.Control(_master, Posix.GetTermios2, &settings), "read the speed of");
            return (int)settings.OutputSpeed;
        }
    }

    /// <summary>The master end, for polling.</summary>
    internal int Descriptor => _master;

    /// <summary>Takes what the driver has written, without waiting.</summary>
    /// <returns>The number of bytes; 0 if there are none; −1 if no driver has the port open (never while the slave is
    /// held).</returns>
    /// <exception cref="IOException">The terminal failed in another way.</exception>
    public int Read(Span<byte> into)
    {
        fixed (byte* start = into)
        {
            var count = Posix.Read(_master, start, into.Length);
            return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() switch
            {
                Posix.ErrorAgain or Posix.ErrorInterrupted => 0,
                Posix.ErrorInputOutput => -1,
                var error => throw Failure("read from", error),
            };
        }
    }

    /// <summary>
    /// Sends bytes to the driver, without waiting. What does not fit into the kernel's buffer, because nobody reads, is lost, as
    /// on a real line.
    /// </summary>
    /// <returns>The number of bytes that were taken.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Math.Max(0, (int)Posix.Write(_master, start, bytes.Length));
        }
    }

    /// <summary>Ends the line: a driver that has it open sees it hang up. Removes the link. Safe to repeat.</summary>
    public void Dispose()
    {
        CloseOnce(ref _heldSlave);
        CloseOnce(ref _master);
        if (_link is not null && Path is not null && new FileInfo(_link).LinkTarget == SlavePath)
        {
            File.Delete(_link);
        }
    }

    private string OpenPair(bool holdSlave)
    {
        _master = Posix.OpenMaster(Posix.ReadWrite | Posix.NoControllingTerminal | Posix.NonBlocking | Posix.CloseOnExec);
        Check(_master, "open");
        Check(Posix.Grant(_master), "grant");
        Check(Posix.Unlock(_master), "unlock");
        var name = stackalloc byte[128];
        var error = Posix.SlaveName(_master, name, 128);
        var path = error == 0
            ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name))
            : throw Failure("name", error);
        _heldSlave = Posix.Open(path, Posix.ReadWrite | Posix.NoControllingTerminal | Posix.CloseOnExec);
        Check(_heldSlave, "open the driver's end of");
        SetRaw(_heldSlave);
        if (!holdSlave)
        {
            CloseOnce(ref _heldSlave);
        }

        return path;
    }

    private static void SetRaw(int descriptor)
    {
        // glibc's termios is 60 bytes; it is opaque here.
        var termios = stackalloc byte[256];
        Check(Posix.GetAttributes(descriptor, termios), "read the settings of");
        Posix.MakeRaw(termios);
        Check(Posix.SetAttributes(descriptor, 0, termios), "set raw mode on");
    }

    private static string MakeLink(string link, string target)
    {
        if (new FileInfo(link).LinkTarget is not null)
        {
            File.Delete(link);
        }

        File.CreateSymbolicLink(link, target);
        return link;
    }

    private static void CloseOnce(ref int descriptor)
    {
        if (descriptor >= 0)
        {
            _ = Posix.Close(descriptor);
            descriptor = -1;
        }
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw Failure(what, Marshal.GetLastPInvokeError());
        }
    }

    private static IOException Failure(string what, int error) =>
        new($"Could not {what} a pseudo-terminal: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).");
}
