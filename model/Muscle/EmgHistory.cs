using System.Numerics;
using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>The newest frames of one EMG channel with times and flags, oldest first. Allocates in its constructor only.</summary>
internal sealed class EmgHistory
{
    private readonly float[] _microvolts;
    private readonly Instant[] _times;
    private readonly SampleQuality[] _qualities;
    private readonly int _mask;
    private long _taken;

    /// <param name="frames">The least it must hold; rounded up to a power of two.</param>
    public EmgHistory(int frames)
    {
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)frames);
        _microvolts = new float[capacity];
        _times = new Instant[capacity];
        _qualities = new SampleQuality[capacity];
        _mask = capacity - 1;
    }

    /// <summary>Frames held now.</summary>
    public int Count => (int)Math.Min(_taken, _mask + 1);

    /// <summary>True once the oldest frames have been written over.</summary>
    public bool HasForgotten => _taken > _mask + 1;

    /// <summary>Time of the newest frame; unset before the first.</summary>
    public Instant Newest => _taken > 0 ? _times[(int)((_taken - 1) & _mask)] : default;

    /// <summary>Time of the oldest frame held; unset before the first.</summary>
    public Instant Oldest => _taken > 0 ? _times[Slot(0)] : default;

    public void Add(float microvolts, SampleQuality quality, Instant at)
    {
        var slot = (int)(_taken & _mask);
        _microvolts[slot] = microvolts;
        _times[slot] = at;
        _qualities[slot] = float.IsFinite(microvolts) ? quality : quality | SampleQuality.NotFinite;
        _taken++;
    }

    /// <summary>Index of the first frame at or after an instant, <see cref="Count"/> if there is none. Times must not go back.</summary>
    public int IndexOf(Instant from)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _times[Slot(middle)] < from ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The value of frame <paramref name="index"/>, 0 the oldest; µV.</summary>
    public double Microvolts(int index) => _microvolts[Slot(index)];

    public Instant Time(int index) => _times[Slot(index)];

    public SampleQuality Quality(int index) => _qualities[Slot(index)];

    public void Clear() => _taken = 0;

    private int Slot(int index) => (int)((_taken - Count + index) & _mask);
}
