namespace ClosedLoop.Model;

/// <summary>
/// Tells whether a model's variances fit its errors: the mean of the normalised innovation squared over the last N steps against
/// the band in which it lies in 95 % of cases when they do, <c>[χ²(0.025, N m)/N, χ²(0.975, N m)/N]</c>. Above the band the model
/// is wrong or too sure of itself, below it too modest.
/// </summary>
/// <remarks>
/// Quantiles by Wilson and Hilferty (1931), within 0.0005 of the tables from 50 degrees of freedom on. Allocates in the
/// constructor only.
/// </remarks>
public sealed class ConsistencyWindow
{
    private readonly double[] _squares;
    private int _next;

    /// <summary>Makes an empty window.</summary>
    /// <param name="length">N, 2 or more.</param>
    /// <param name="outputs">m, the outputs a step.</param>
    public ConsistencyWindow(int length, int outputs = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _squares = new double[length];
        Lower = Quantile((double)length * outputs, -1.959963984540054) / length;
        Upper = Quantile((double)length * outputs, 1.959963984540054) / length;
    }

    /// <summary>Lower edge of the band.</summary>
    public double Lower { get; }

    /// <summary>Upper edge of the band.</summary>
    public double Upper { get; }

    /// <summary>How many steps it holds now.</summary>
    public int Count { get; private set; }

    /// <summary>Mean over what it holds; NaN while empty. Summed anew, so that no rounding piles up; O(N).</summary>
    public double Mean
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Count; i++)
            {
                sum += _squares[i];
            }

            return Count == 0 ? double.NaN : sum / Count;
        }
    }

    /// <summary>True when the window is full and its mean lies in the band.</summary>
    public bool IsConsistent => Count == _squares.Length && Mean is var mean && mean >= Lower && mean <= Upper;

    /// <summary>Takes the normalised innovation squared of a step; NaN is left out.</summary>
    public void Add(double normalisedSquare)
    {
        if (double.IsNaN(normalisedSquare))
        {
            return;
        }

        _squares[_next] = normalisedSquare;
        _next = _next + 1 == _squares.Length ? 0 : _next + 1;
        Count = Math.Min(Count + 1, _squares.Length);
    }

    /// <summary>Back to empty.</summary>
    public void Reset()
    {
        Count = 0;
        _next = 0;
        Array.Clear(_squares);
    }

    private static double Quantile(double degrees, double normal)
    {
        var ninth = 2 / (9 * degrees);
        var root = 1 - ninth + (normal * Math.Sqrt(ninth));
        return degrees * root * root * root;
    }
}
