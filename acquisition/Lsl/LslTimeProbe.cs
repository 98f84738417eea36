using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Asks an outlet's time service in waves, from the thread that polls the inlet and without ever waiting: eight questions 64 ms apart,
/// a wave each 2 s, as liblsl does. The first wave is quick, so that an inlet opens in tens of milliseconds.
/// </summary>
/// <remarks>No allocation after construction. Answers are accepted from the asked address only, once each, and only in their wave.</remarks>
internal sealed class LslTimeProbe : IDisposable
{
    private const int LargestAnswer = 512;

    private static readonly Duration WavePeriod = Duration.FromSeconds(2);
    private static readonly Duration ProbePeriod = Duration.FromMilliseconds(64);
    private static readonly Duration FirstProbePeriod = Duration.FromMilliseconds(2);
    private static readonly Duration SameQuestion = Duration.FromMicroseconds(1);

    private readonly Socket _socket;
    private readonly Clock _clock;
    private readonly ClockOffsetEstimator _estimator = new();
    private readonly Instant[] _askedAt = new Instant[ClockOffsetEstimator.ProbesAWave];
    private readonly byte[] _question = new byte[128];
    private readonly byte[] _answer = new byte[LargestAnswer];
    private int _wave;
    private int _asked;
    private Instant _waveStart;
    private Instant _next;

    public LslTimeProbe(LslSource source, Clock clock)
    {
        _clock = clock;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _socket.Connect(new IPEndPoint(source.Address, source.ServicePort));
    }

    /// <summary>For waiting on.</summary>
    public Socket Socket => _socket;

    /// <summary>What is known of the sender's clock.</summary>
    public ClockOffset Current => _estimator.Current;

    /// <summary>Takes the answers that have arrived and asks what is due; true if <see cref="Current"/> changed.</summary>
    public bool Poll()
    {
        TakeAnswers();
        var now = _clock.Now;
        if (_asked < ClockOffsetEstimator.ProbesAWave)
        {
            if (now >= _next)
            {
                Ask(now);
            }

            return false;
        }

        var isComplete = _estimator.Count == ClockOffsetEstimator.ProbesAWave;
        return (isComplete || now >= _next) && EndWave(now);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Ask(Instant now)
    {
        if (_asked == 0)
        {
            _waveStart = now;
            _wave = _wave == int.MaxValue ? 1 : _wave + 1;
        }

        var period = _estimator.Current.IsKnown ? ProbePeriod : FirstProbePeriod;
        var length = WriteQuestion(_askedAt[_asked] = _clock.Now);
        _socket.Send(_question.AsSpan(0, length), SocketFlags.None, out _);
        _asked++;
        _next = now + (_asked < ClockOffsetEstimator.ProbesAWave ? period : ClockOffsetEstimator.LongestRoundTrip);
    }

    private bool EndWave(Instant now)
    {
        var isNew = _estimator.EndWave();
        _asked = 0;
        _askedAt.AsSpan().Clear();
        _next = _estimator.Current.IsKnown && _waveStart + WavePeriod > now ? _waveStart + WavePeriod : now;
        return isNew;
    }

    private int WriteQuestion(Instant now)
    {
        var length = 0;
        Append("LSL:timedata\r\n"u8, ref length);
        _wave.TryFormat(_question.AsSpan(length), out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        Append(" "u8, ref length);
        length += LslTime.Write(now, _question.AsSpan(length));
        Append("\r\n"u8, ref length);
        return length;
    }

    private void Append(ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(_question.AsSpan(length));
        length += text.Length;
    }

    private void TakeAnswers()
    {
        // A bounded number a call: a peer that floods us must not hold up the frames.
        for (var i = 0; i < 2 * ClockOffsetEstimator.ProbesAWave; i++)
        {
            var length = _socket.Receive(_answer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return;
            }

            if (error == SocketError.Success)
            {
                Take(_answer.AsSpan(0, length), _clock.Now);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> answer, Instant receivedAt)
    {
        if (!int.TryParse(Word(ref answer), NumberStyles.None, CultureInfo.InvariantCulture, out var wave) || wave != _wave
            || !LslTime.TryRead(Word(ref answer), out var asked)
            || !LslTime.TryRead(Word(ref answer), out var heard)
            || !LslTime.TryRead(Word(ref answer), out var answered))
        {
            return;
        }

        for (var i = 0; i < _asked; i++)
        {
            // The echo has 16 digits, so it is near the time that was sent, and the exact one is taken from here.
            if (_askedAt[i].IsSet && (_askedAt[i] - asked).Magnitude < SameQuestion)
            {
                _estimator.Add(new ClockProbe(_askedAt[i], heard, answered, receivedAt));
                _askedAt[i] = default;
                return;
            }
        }
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \r\n\0"u8);
        var end = text.IndexOfAny(" \r\n\0"u8);
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word;
    }
}
