using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>The last few frames of a stream with their times. Sized once; nothing allocates.</summary>
internal sealed class FrameHistory(int frames, int channels)
{
    private readonly float[] _values = new float[frames * channels];
    private readonly Instant[] _times = new Instant[frames];
    private int _count;
    private int _next;

    public bool IsEmpty => _count == 0;

    public void Add(ReadOnlySpan<float> frame, Instant time)
    {
        frame.CopyTo(_values.AsSpan(_next * channels, channels));
        _times[_next] = time;
        _next = (_next + 1) % frames;
        _count = Math.Min(_count + 1, frames);
    }

    /// <summary>The newest frame before a time, or the oldest there is. The history must not be empty.</summary>
    public ReadOnlySpan<float> Before(Instant time)
    {
        var at = 0;
        for (var back = 1; back <= _count; back++)
        {
            at = (_next - back + frames) % frames;
            if (_times[at] < time)
            {
                break;
            }
        }

        return _values.AsSpan(at * channels, channels);
    }

    public void Clear() => (_count, _next) = (0, 0);
}
