namespace ClosedLoop.Model;

/// <summary>
/// Whether prediction errors persist instead of driving recalibration. Experimental: research indices without any validation in
/// people; compare with the same person's baseline, never with a norm.
/// </summary>
/// <remarks>
/// PPI-1 is the leaky mean of |z|, <c>L ← L + a (|z| − L)</c>, a = 0.05: under a right model mean √(2/π) = 0.798, sd 0.0965, 99 %
/// below 1.04. PPI-2 is the autocorrelation of z at lag 1 over the last N: under a right model mean −1/N, sd 1/√N. Allocates in
/// the constructor only.
/// </remarks>
public sealed class PersistenceIndex
{
    /// <summary>Expected PPI-1 when errors are as large as the model says.</summary>
    public const double NullMean = 0.79788456080286541;

    /// <summary>Standard deviation of PPI-1 then, with the default rate.</summary>
    public const double NullSd = 0.0965;

    /// <summary>PPI-1 stays below this in 99 % of cases then.</summary>
    public const double Threshold = 1.04;

    private readonly double _rate;
    private readonly double[] _errors;
    private int _next;

    /// <summary>Makes an index that starts at its null value.</summary>
    /// <param name="rate">a, 0 to 1.</param>
    /// <param name="window">N of the autocorrelation, 3 or more.</param>
    public PersistenceIndex(double rate = 0.05, int window = 200)
    {
        if (!(rate is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be above 0 and at most 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(window, 3);
        _rate = rate;
        _errors = new double[window];
        Reset();
    }

    /// <summary>PPI-1.</summary>
    public double Leaky { get; private set; }

    /// <summary>How many errors the autocorrelation rests on.</summary>
    public int Count { get; private set; }

    /// <summary>PPI-2, −1 to 1; NaN until the window is full or while all errors are equal. O(N).</summary>
    public double Autocorrelation => Count == _errors.Length ? Correlate() : double.NaN;

    /// <summary>True where PPI-2 is larger than 99 % of what chance gives, 2.33/√N.</summary>
    public bool IsAutocorrelated => Autocorrelation > 2.33 / Math.Sqrt(_errors.Length);

    /// <summary>Takes a standardised error; NaN is left out.</summary>
    public void Add(double standardised)
    {
        if (double.IsNaN(standardised))
        {
            return;
        }

        Leaky += _rate * (Math.Abs(standardised) - Leaky);
        _errors[_next] = standardised;
        _next = _next + 1 == _errors.Length ? 0 : _next + 1;
        Count = Math.Min(Count + 1, _errors.Length);
    }

    /// <summary>Back to the state after construction.</summary>
    public void Reset()
    {
        Leaky = NullMean;
        Count = 0;
        _next = 0;
        Array.Clear(_errors);
    }

    private double Correlate()
    {
        var n = _errors.Length;
        var mean = 0.0;
        foreach (var error in _errors)
        {
            mean += error / n;
        }

        var (lagged, square) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            // The oldest stands at _next; its predecessor is not in the window.
            var now = _errors[(_next + i) % n] - mean;
            square += now * now;
            lagged += i == 0 ? 0 : now * (_errors[(_next + i - 1) % n] - mean);
        }

        return square > 0 ? lagged / square : double.NaN;
    }
}
