using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Waits in the kernel until one of several sockets can be read or written: <c>poll(2)</c>, which takes any file number and does not
/// allocate. On Windows <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, int)"/>, which does.
/// </summary>
/// <remarks>One thread. Usage each time: <see cref="Clear"/>, <see cref="Watch"/> for each socket, <see cref="Wait"/>, then ask.</remarks>
internal sealed partial class SocketWait
{
    private const short PollIn = 0x1;
    private const short PollOut = 0x4;
    private const short PollEnded = 0x8 | 0x10 | 0x20;

    private static readonly bool HasPoll = !OperatingSystem.IsWindows();

    private Socket?[] _sockets = new Socket?[8];
    private PollEntry[] _entries = new PollEntry[8];
    private int _count;

    /// <summary>Forgets the sockets of the time before.</summary>
    public void Clear()
    {
        Array.Clear(_sockets, 0, _count);
        _count = 0;
    }

    /// <summary>Adds a socket and returns its place. Allocates only while the number of sockets grows.</summary>
    public int Watch(Socket socket, bool forReading, bool forWriting = false)
    {
        if (_count == _sockets.Length)
        {
            Array.Resize(ref _sockets, _count * 2);
            Array.Resize(ref _entries, _count * 2);
        }

        _sockets[_count] = socket;
        _entries[_count] = new PollEntry
        {
            File = HasPoll ? (int)socket.SafeHandle.DangerousGetHandle() : 0,
            Events = (short)((forReading ? PollIn : 0) | (forWriting ? PollOut : 0)),
        };
        return _count++;
    }

    /// <summary>Waits until a socket is ready; false when the time has passed first, or a signal came.</summary>
    public bool Wait(int milliseconds)
    {
        if (!HasPoll)
        {
            return SelectWait(milliseconds);
        }

        // Zero or less covers the time passed (0) and a signal (EINTR, −1): in both cases the caller goes round again.
        unsafe
        {
            fixed (PollEntry* entries = _entries)
            {
                return Poll(entries, (nuint)_count, milliseconds) > 0;
            }
        }
    }

    /// <summary>True if reading the socket in this place will not wait: bytes are there, or its end or error is.</summary>
    public bool IsReadable(int place) => (_entries[place].Returned & (PollIn | PollEnded)) != 0;

    /// <summary>True if writing to the socket in this place will not wait, or will report its error.</summary>
    public bool IsWritable(int place) => (_entries[place].Returned & (PollOut | PollEnded)) != 0;

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    private bool SelectWait(int milliseconds)
    {
        var reading = Asked(PollIn);
        var writing = Asked(PollOut);
        if (reading.Count + writing.Count == 0)
        {
            return false;
        }

        Socket.Select(reading, writing, null, TimeSpan.FromMilliseconds(milliseconds));
        for (var i = 0; i < _count; i++)
        {
            var isReadable = reading.Contains(_sockets[i]!);
            var isWritable = writing.Contains(_sockets[i]!);
            _entries[i].Returned = (short)((isReadable ? PollIn : 0) | (isWritable ? PollOut : 0));
        }

        return reading.Count + writing.Count > 0;
    }

    private List<Socket> Asked(short what)
    {
        var asked = new List<Socket>(_count);
        for (var i = 0; i < _count; i++)
        {
            if ((_entries[i].Events & what) != 0)
            {
                asked.Add(_sockets[i]!);
            }
        }

        return asked;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
