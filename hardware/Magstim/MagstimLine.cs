using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// One exchange at a time with a Magstim stimulator: sends a command, waits for its reply, and after a reply that was lost or spoilt
/// waits until the line is quiet, so that a late reply is never taken for the next one's.
/// </summary>
internal sealed class MagstimLine : IDisposable
{
    private static readonly Duration WriteTime = Duration.FromMilliseconds(300);
    private static readonly Duration Quiet = Duration.FromMilliseconds(30);
    private static readonly Duration LongestNoise = Duration.FromMilliseconds(100);

    private readonly byte[] _command = GC.AllocateArray<byte>(8, pinned: true);
    private readonly byte[] _received = GC.AllocateArray<byte>(128, pinned: true);
    private readonly SerialPort _port;
    private readonly Clock _clock;
    private readonly Duration _replyTime;
    private bool _isDisturbed = true;

    public MagstimLine(SerialPort port, Clock clock, Duration replyTime)
    {
        _port = port;
        _clock = clock;
        _replyTime = replyTime;
    }

    /// <summary>When the last good reply was complete.</summary>
    public Instant RepliedAt { get; private set; }

    /// <summary>Sends a command without digits.</summary>
    public DeviceExchange Exchange(byte command, byte data, int length, out ReadOnlySpan<byte> reply) =>
        Exchange(MagstimFrame.Compose(_command, command, data), length, out reply);

    /// <summary>Sends a command with a number of three digits.</summary>
    public DeviceExchange ExchangeNumber(byte command, int number, int length, out ReadOnlySpan<byte> reply) =>
        Exchange(MagstimFrame.ComposeNumber(_command, command, number), length, out reply);

    public void Dispose() => _port.Dispose();

    private DeviceExchange Exchange(int commandLength, int replyLength, out ReadOnlySpan<byte> reply)
    {
        reply = default;
        if (_isDisturbed)
        {
            WaitUntilQuiet();
        }

        _port.DiscardInput();
        var sent = _port.Write(_command.AsSpan(0, commandLength), WriteTime);
        var outcome = sent switch
        {
            SerialStatus.Done => Receive(_command[0], replyLength, out reply),
            SerialStatus.TimedOut => DeviceExchange.Silent,
            _ => DeviceExchange.Unplugged,
        };
        _isDisturbed = outcome is DeviceExchange.Silent or DeviceExchange.Garbled;
        return outcome;
    }

    private DeviceExchange Receive(byte command, int length, out ReadOnlySpan<byte> reply)
    {
        reply = default;
        var deadline = _clock.Now + _replyTime;
        var count = 0;
        while (count < _received.Length)
        {
            // A lone '?' may be the first byte of nothing more: it stands once the line has been quiet behind it.
            var alone = MagstimFrame.IsNotUnderstood(_received.AsSpan(0, count));
            var left = deadline - _clock.Now;
            var status = _port.Read(_received.AsSpan(count), alone && Quiet < left ? Quiet : left, out var more);
            if (status is SerialStatus.TimedOut)
            {
                return alone ? DeviceExchange.Refused : count == 0 ? DeviceExchange.Silent : DeviceExchange.Garbled;
            }

            if (status is not SerialStatus.Done)
            {
                return DeviceExchange.Unplugged;
            }

            count += more;
            var found = MagstimFrame.Find(_received.AsSpan(0, count), command, length, out reply);
            if (found != DeviceExchange.Garbled)
            {
                RepliedAt = _clock.Now;
                return found;
            }
        }

        return DeviceExchange.Garbled;
    }

    private void WaitUntilQuiet()
    {
        var deadline = _clock.Now + LongestNoise;
        while (_clock.Now < deadline && _port.Read(_received, Quiet, out _) == SerialStatus.Done)
        {
        }
    }
}
