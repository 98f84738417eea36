using System.Net.Sockets;
using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>
/// One TCP connection to an outlet: first its request, then either one answer and the end, or a feed. Frames are written by the
/// producer's thread as far as the kernel takes them; the rest waits in a bounded ring, for the outlet's thread or the next frame.
/// </summary>
internal sealed class LslClient(Socket socket, Deadline requestDeadline) : IDisposable
{
    private const int LargestRequest = 16 * 1024;
    private const int BatchBytes = 64 * 1024;

    // Bounds how long one push can take when a client that lagged reads again.
    private const int BatchesAPush = 1;
    private const int BatchesAFlush = 16;

    private readonly Lock _lock = new();
    private byte[] _request = new byte[1024];
    private int _requestLength;
    private byte[] _outgoing = [];
    private int _sent;
    private int _toSend;
    private LslFrameRing? _ring;
    private bool _endsAfterAnswer;
    private volatile bool _isOver;

    public Socket Socket { get; } = socket;

    /// <summary>The feed is in the byte order that is not ours.</summary>
    public bool IsSwapped { get; private set; }

    public bool IsFeeding => _ring is not null;

    /// <summary>Nothing more will be sent or read; to be removed by the outlet's thread.</summary>
    public bool IsOver => _isOver;

    /// <summary>Bytes wait for the kernel to take them.</summary>
    public bool HasMore
    {
        get
        {
            lock (_lock)
            {
                return !_isOver && (_sent < _toSend || _ring is { IsEmpty: false });
            }
        }
    }

    /// <summary>The request did not come in time.</summary>
    public bool IsOverdue => !IsFeeding && requestDeadline.HasPassed;

    /// <summary>Reads what the client sent; the request's text once it is whole, else null. On the outlet's thread.</summary>
    public string? ReadRequest()
    {
        var isListening = !IsFeeding && !_endsAfterAnswer;
        var room = isListening ? _request.AsSpan(_requestLength) : _request;
        var received = Socket.Receive(room, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return null;
        }

        if (error != SocketError.Success || received == 0)
        {
            _isOver = true;
            return null;
        }

        if (!isListening)
        {
            return null; // a client that was served has nothing more to say; only its end is of interest
        }

        _requestLength += received;
        return TakeRequest();
    }

    /// <summary>Sends an answer and ends.</summary>
    public void Answer(ReadOnlySpan<byte> answer)
    {
        lock (_lock)
        {
            _outgoing = answer.ToArray();
            _toSend = _outgoing.Length;
            _endsAfterAnswer = true;
        }

        Flush();
    }

    /// <summary>Becomes a feed: <paramref name="answer"/> goes first, then every frame that is offered from now on.</summary>
    public void BeginFeed(ReadOnlySpan<byte> answer, bool swapped, LslFrameRing ring, int largestFrame)
    {
        lock (_lock)
        {
            _outgoing = new byte[Math.Max(BatchBytes, Math.Max(answer.Length, largestFrame))];
            answer.CopyTo(_outgoing);
            _toSend = answer.Length;
            IsSwapped = swapped;
            _ring = ring;
        }
    }

    /// <summary>
    /// Gives a frame to the client: at once if the kernel takes it, else later. Never waits. Returns how many older frames had to go,
    /// and says in <paramref name="needsThread"/> whether the outlet's thread has to look after this client from now on.
    /// </summary>
    public int Offer(ReadOnlySpan<byte> frame, out bool needsThread)
    {
        needsThread = false;
        lock (_lock)
        {
            if (_isOver || _ring is null)
            {
                return 0;
            }

            var wasBehind = _sent < _toSend || !_ring.IsEmpty;
            var dropped = _ring.Add(frame);
            Write(BatchesAPush);
            needsThread = _isOver || (!wasBehind && (_sent < _toSend || !_ring.IsEmpty));
            return dropped;
        }
    }

    /// <summary>Sends what waits, as far as the kernel takes it.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                Write(BatchesAFlush);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Socket.Dispose();
        }
    }

    // A frame that was begun is always finished, whatever the ring drops behind it.
    private void Write(int batches)
    {
        while (true)
        {
            if (_sent == _toSend)
            {
                _sent = 0;
                _toSend = batches-- > 0 ? _ring?.Take(_outgoing) ?? 0 : 0;
                if (_toSend == 0)
                {
                    _isOver |= _endsAfterAnswer;
                    return;
                }
            }

            var sent = Socket.Send(_outgoing.AsSpan(_sent, _toSend - _sent), SocketFlags.None, out var error);
            if (error != SocketError.Success)
            {
                _isOver = error != SocketError.WouldBlock;
                return;
            }

            _sent += sent;
        }
    }

    private string? TakeRequest()
    {
        var request = _request.AsSpan(0, _requestLength);
        if (LslRequests.IsWhole(request))
        {
            return Encoding.UTF8.GetString(request);
        }

        if (_requestLength == LargestRequest)
        {
            _isOver = true;
        }
        else if (_requestLength == _request.Length)
        {
            Array.Resize(ref _request, Math.Min(LargestRequest, 2 * _requestLength));
        }

        return null;
    }
}
