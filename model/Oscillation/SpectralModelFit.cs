using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Fits the oscillator model to a spectrum by maximum likelihood (Whittle): minimises <c>Σ [ln S(f) + P(f)/S(f)]</c>, where S is
/// the sum of the components' spectra. The powers follow from multiplicative updates, which only ever lower the cost (Févotte,
/// Bertin and Durrieu 2009); centre and width of the rhythm from a grid.
/// </summary>
internal sealed class SpectralModelFit
{
    // Public recordings are often low-passed at 45 Hz, and drifts are filtered out somewhere below 1 Hz: the model has no say
    // there.
    private const double LowestHz = 1;
    private const double HighestHz = 42;
    private const int Updates = 60;

    private static readonly double[] PinkBandwidths = [1, 4, 16, 64];
    private static readonly double[] RhythmBandwidths = [0.3, 0.5, 0.8, 1.2, 1.8, 2.6, 4];

    private readonly double _rateHz;
    private readonly double[] _angles;
    private readonly double[] _power;
    private readonly double[] _model;

    /// <summary>Prepares a spectrum.</summary>
    public SpectralModelFit(PowerSpectrum spectrum, double rateHz)
    {
        _rateHz = rateHz;
        var first = spectrum.BinAt(LowestHz);
        var count = spectrum.BinAt(Math.Min(HighestHz, 0.9 * spectrum.HighestHz)) - first + 1;
        _angles = [.. Enumerable.Range(first, count).Select(bin => 2 * Math.PI * bin * spectrum.HertzPerBin / rateHz)];
        _power = spectrum.Power.AsSpan(first, count).ToArray();
        _model = new double[count];
    }

    /// <summary>The best model of a rhythm near a frequency with other rhythms beside it.</summary>
    public OscillationParameters Fit(double peakHz, double reachHz, IReadOnlyList<BackgroundComponent> others)
    {
        BackgroundComponent[] background = [.. PinkBandwidths.Select(width => new BackgroundComponent(0, width, 1)), .. others];
        var bases = new double[background.Length + 2][];
        for (var i = 0; i < background.Length; i++)
        {
            bases[i + 1] = Spectrum(background[i].CentreHz, background[i].BandwidthHz);
        }

        bases[^1] = [.. _power.Select(_ => 1.0)];
        var (bestCost, best) = (double.PositiveInfinity, (OscillationParameters?)null);
        for (var hertz = peakHz - reachHz; hertz <= peakHz + reachHz; hertz += reachHz / 2)
        {
            foreach (var width in RhythmBandwidths)
            {
                bases[0] = Spectrum(hertz, width);
                var weights = new double[bases.Length];
                var cost = Weigh(bases, weights);
                if (cost < bestCost)
                {
                    (bestCost, best) = (cost, Parameters(hertz, width, background, weights));
                }
            }
        }

        return best ?? throw new InvalidOperationException("The spectrum holds no finite power.");
    }

    private OscillationParameters Parameters(double hertz, double width, BackgroundComponent[] background, double[] weights)
    {
        // A floor on both keeps the filter well posed where the spectrum would have none of it.
        var total = weights.Sum();
        var rhythm = Math.Max(weights[0], 1e-6 * total);
        var noise = Math.Max(weights[^1], 1e-8 * total);
        return new OscillationParameters(
            hertz,
            width,
            Math.Sqrt(rhythm),
            Math.Sqrt(2 * noise / _rateHz),
            [.. background.Select((component, i) => component with { RmsMicrovolts = Math.Sqrt(weights[i + 1]) })
                .Where(component => component.RmsMicrovolts * component.RmsMicrovolts > 1e-6 * total)]);
    }

    private double Weigh(double[][] bases, double[] weights)
    {
        Array.Fill(weights, _power.Average() / bases.Length);
        for (var update = 0; update < Updates; update++)
        {
            Sum(bases, weights);
            for (var k = 0; k < bases.Length; k++)
            {
                weights[k] *= Ratio(bases[k]);
            }
        }

        Sum(bases, weights);
        var cost = 0.0;
        for (var i = 0; i < _power.Length; i++)
        {
            cost += DeterministicMath.Log(_model[i]) + (_power[i] / _model[i]);
        }

        return cost;
    }

    private double Ratio(double[] basis)
    {
        var (above, below) = (0.0, 0.0);
        for (var i = 0; i < basis.Length; i++)
        {
            var share = basis[i] / _model[i];
            above += share * _power[i] / _model[i];
            below += share;
        }

        return above / below;
    }

    private void Sum(double[][] bases, double[] weights)
    {
        Array.Fill(_model, 1e-300);
        for (var k = 0; k < bases.Length; k++)
        {
            var (basis, weight) = (bases[k], weights[k]);
            for (var i = 0; i < basis.Length; i++)
            {
                _model[i] += weight * basis[i];
            }
        }
    }

    // Spectrum of the sampled component with unit variance: (1 − ρ²)/2 [1/|1 − ρ e^(i(ω−λ))|² + 1/|1 − ρ e^(i(ω+λ))|²].
    private double[] Spectrum(double centreHz, double bandwidthHz)
    {
        var damping = DeterministicMath.Exp(-Math.PI * bandwidthHz / _rateHz);
        var centre = 2 * Math.PI * centreHz / _rateHz;
        double Resonance(double angle) =>
            (1 - (damping * damping)) / (1 + (damping * damping) - (2 * damping * DeterministicMath.Cos(angle)));
        return [.. _angles.Select(angle => 0.5 * (Resonance(centre - angle) + Resonance(centre + angle)))];
    }
}
