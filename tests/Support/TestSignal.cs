using System.Runtime.InteropServices;
using ClosedLoop.Core;

namespace ClosedLoop.Tests.Support;

/// <summary>A recorded stretch of frames in memory: what goes into an operator in a test, and what came out.</summary>
public sealed class TestSignal
{
    private readonly List<float[]> _frames = [];
    private readonly List<Instant> _times = [];
    private readonly List<SampleQuality> _qualities = [];

    /// <summary>An empty stretch of a stream.</summary>
    public TestSignal(StreamInfo stream) => Stream = stream;

    public StreamInfo Stream { get; }

    public int FrameCount => _frames.Count;

    public IReadOnlyList<Instant> Times => _times;

    public IReadOnlyList<SampleQuality> Qualities => _qualities;

    /// <summary>The values of one frame; may be changed.</summary>
    public float[] this[int frame] => _frames[frame];

    /// <summary>Deterministic noise with a 10 Hz rhythm on an offset, from one second after the clock's zero, at the stream's rate.</summary>
    public static TestSignal Rhythm(StreamInfo stream, int frames, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var random = new Random(seed);
        var signal = new TestSignal(stream);
        var rate = stream.NominalRate.TotalHertz;
        for (var i = 0; i < frames; i++)
        {
            var rhythm = 20 * Math.Sin(2 * Math.PI * 10 * i / rate);
            var values = new float[stream.ChannelCount];
            for (var channel = 0; channel < values.Length; channel++)
            {
                values[channel] = (float)(100 + (10 * channel) + rhythm + ((random.NextDouble() - 0.5) * 30));
            }

            signal.Add(values, Instant.FromSeconds(1 + (i / rate)), SampleQuality.Good);
        }

        return signal;
    }

    /// <summary>Adds a frame at the end; keeps the array.</summary>
    public void Add(float[] values, Instant time, SampleQuality quality)
    {
        _frames.Add(values);
        _times.Add(time);
        _qualities.Add(quality);
    }

    /// <summary>Adds flags to a frame.</summary>
    public void Flag(int frame, SampleQuality flags) => _qualities[frame] |= flags;

    /// <summary>Adds copies of all frames of a block at the end.</summary>
    public void Add(SampleBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var i = 0; i < block.FrameCount; i++)
        {
            Add(block.Frame(i).ToArray(), block.Timestamps[i], block.Qualities[i]);
        }
    }

    /// <summary>Fills a block with frames from one on; as many as are asked for or as are left.</summary>
    public void Fill(SampleBlock block, int first, int frames)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var i = first; i < Math.Min(first + frames, FrameCount); i++)
        {
            _frames[i].CopyTo(block.Append(_times[i], _qualities[i]));
        }
    }

    /// <summary>One channel as numbers.</summary>
    public double[] Channel(int channel) => [.. _frames.Select(frame => (double)frame[channel])];

    /// <summary>The first frame in which two stretches differ in a bit of a value, a time or a flag, in words; null if none does.</summary>
    public string? FirstDifference(TestSignal other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Math.Min(FrameCount, other.FrameCount); i++)
        {
            if (!MemoryMarshal.AsBytes<float>(_frames[i]).SequenceEqual(MemoryMarshal.AsBytes<float>(other._frames[i]))
                || _times[i] != other._times[i] || _qualities[i] != other._qualities[i])
            {
                return $"frame {i}: {Words(i)} and {other.Words(i)}";
            }
        }

        return FrameCount == other.FrameCount ? null : $"{FrameCount} frames and {other.FrameCount}";
    }

    private string Words(int i) => $"{_times[i]} [{string.Join(", ", _frames[i])}] {_qualities[i]}";
}
