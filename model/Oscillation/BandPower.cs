using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// The power of an oscillation and where it stands among the last minute: what a rule asks when it wants "power above the median
/// of the last 60 s". Power is <c>amplitude² / 2</c>, that of a sine wave of this amplitude, averaged exponentially.
/// </summary>
/// <remarks>Deterministic; allocates in the constructor only; one thread.</remarks>
public sealed class BandPower
{
    private readonly RunningRank _rank;
    private readonly double _weight;
    private readonly int _least;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="rate">How often <see cref="Step"/> is called.</param>
    /// <param name="window">How far the rank looks back, in samples that were good; 60 s by default.</param>
    /// <param name="smoothing">
    /// Time constant of the average, 0 for none, which is the default: the Kalman amplitude has already the memory of the
    /// rhythm's own width.
    /// </param>
    /// <param name="least">How much must have been seen before there is a rank; 10 s by default.</param>
    public BandPower(Frequency rate, Duration? window = null, Duration? smoothing = null, Duration? least = null)
    {
        var hertz = rate.TotalHertz;
        _rank = new RunningRank((int)Math.Max(1, Math.Round((window ?? Duration.FromSeconds(60)).TotalSeconds * hertz)));
        var samples = (smoothing ?? Duration.Zero).TotalSeconds * hertz;
        _weight = samples > 0 ? 1 - Core.Numerics.DeterministicMath.Exp(-1 / samples) : 1;
        _least = (int)Math.Max(1, Math.Round((least ?? Duration.FromSeconds(10)).TotalSeconds * hertz));
        SquareMicrovolts = double.NaN;
        Percentile = double.NaN;
    }

    /// <summary>Power, µV²; NaN before the first good sample.</summary>
    public double SquareMicrovolts { get; private set; }

    /// <summary>
    /// Share of the window's powers that are smaller, 0 to 1: above 0.5 is above the median. NaN until enough was seen.
    /// </summary>
    public double Percentile { get; private set; }

    /// <summary>Median power of the window, µV², to 3 %; NaN while empty.</summary>
    public double MedianSquareMicrovolts => _rank.Median;

    /// <summary>
    /// Takes the amplitude at the next sample; an amplitude that rests on no measurement is followed but does not enter the
    /// window.
    /// </summary>
    /// <param name="microvolts">Amplitude, half of peak to peak, µV.</param>
    /// <param name="isMeasured">False in a gap or an artefact.</param>
    public void Step(double microvolts, bool isMeasured)
    {
        var power = 0.5 * microvolts * microvolts;
        SquareMicrovolts = double.IsNaN(SquareMicrovolts) ? power : SquareMicrovolts + (_weight * (power - SquareMicrovolts));
        if (isMeasured)
        {
            _rank.Add(SquareMicrovolts);
        }

        Percentile = _rank.Count >= _least ? _rank.RankOf(SquareMicrovolts) : double.NaN;
    }

    /// <summary>Back to the state after construction.</summary>
    public void Reset()
    {
        _rank.Reset();
        SquareMicrovolts = double.NaN;
        Percentile = double.NaN;
    }
}
