namespace ClosedLoop.Model;

/// <summary>
/// Where a positive number stands among the last so many: its rank between 0 and 1, and their median. A histogram of 32 bins an
/// octave from 2⁻³² to 2³², so that ranks and medians are exact to 3 % of the value; the bin is read off the number's bits,
/// without a logarithm.
/// </summary>
/// <remarks>Deterministic; a step costs some twenty additions; allocates in the constructor only.</remarks>
public sealed class RunningRank
{
    private const int BinsAnOctave = 32;
    private const int MantissaShift = 52 - 5;
    private const int Octaves = 64;
    private const int Bins = Octaves * BinsAnOctave;
    private const long LowestBin = (1023L - (Octaves / 2)) * BinsAnOctave;

    private readonly short[] _ring;
    private readonly int[] _counts = new int[Bins];
    private readonly int[] _tree = new int[Bins + 1];
    private int _next;

    /// <summary>Makes an empty one.</summary>
    /// <param name="capacity">How many numbers it looks back, 1 or more.</param>
    public RunningRank(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new short[capacity];
    }

    /// <summary>How many numbers it holds now.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Takes a number; the oldest falls out once the capacity is reached. NaN and negative numbers count as the smallest.
    /// </summary>
    public void Add(double value)
    {
        var bin = BinOf(value);
        if (Count == _ring.Length)
        {
            Change(_ring[_next], -1);
        }
        else
        {
            Count++;
        }

        _ring[_next] = (short)bin;
        Change(bin, 1);
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
    }

    /// <summary>
    /// The share of the numbers that are smaller, those of the same bin counted half; NaN while there are none.
    /// </summary>
    public double RankOf(double value)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var bin = BinOf(value);
        return (Below(bin) + (0.5 * _counts[bin])) / Count;
    }

    /// <summary>The middle of the bin that holds the median; NaN while there are none.</summary>
    public double Median
    {
        get
        {
            if (Count == 0)
            {
                return double.NaN;
            }

            var bin = BinHolding((Count + 1) / 2);
            return 0.5 * (LowerEdge(bin) + LowerEdge(bin + 1));
        }
    }

    /// <summary>Back to empty.</summary>
    public void Reset()
    {
        Array.Clear(_counts);
        Array.Clear(_tree);
        Count = 0;
        _next = 0;
    }

    private static int BinOf(double value) => value > 0
        ? (int)Math.Clamp((BitConverter.DoubleToInt64Bits(value) >> MantissaShift) - LowestBin, 0, Bins - 1)
        : 0;

    private static double LowerEdge(int bin) => BitConverter.Int64BitsToDouble((bin + LowestBin) << MantissaShift);

    // A binary indexed tree (Fenwick 1994): prefix sums and changes in the logarithm of the number of bins.
    private void Change(int bin, int by)
    {
        _counts[bin] += by;
        for (var i = bin + 1; i <= Bins; i += i & -i)
        {
            _tree[i] += by;
        }
    }

    private int Below(int bin)
    {
        var sum = 0;
        for (var i = bin; i > 0; i -= i & -i)
        {
            sum += _tree[i];
        }

        return sum;
    }

    private int BinHolding(int rank)
    {
        var at = 0;
        for (var step = Bins; step > 0; step >>= 1)
        {
            if (at + step <= Bins && _tree[at + step] < rank)
            {
                at += step;
                rank -= _tree[at];
            }
        }

        return Math.Min(at, Bins - 1);
    }
}
