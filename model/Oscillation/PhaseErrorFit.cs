using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Turns the four numbers that shape the filter (frequency, width and power of the rhythm, white noise) until its forecasts come
/// nearest to what zero-phase filters say of the same segment. The likelihood alone asks for the best model of the whole
/// spectrum; what counts here is the phase of one rhythm. A pattern search of at most <see cref="MostTrials"/> trials.
/// </summary>
internal sealed class PhaseErrorFit
{
    private const int MostTrials = 80;

    // Before it the filter settles; after it the zero-phase filters lean on the reflected end.
    private const double SkippedStartSeconds = 3;
    private const double SkippedEndSeconds = 1.5;

    private readonly OscillatorBank _bank = new();
    private readonly double[] _microvolts;
    private readonly double _rateHz;
    private readonly int _horizon;
    private readonly int _stride;
    private readonly double[] _weight;
    private readonly double[] _cosine;
    private readonly double[] _sine;

    /// <summary>Prepares a segment.</summary>
    /// <param name="microvolts">The segment at the fit's rate.</param>
    /// <param name="rate">That rate.</param>
    /// <param name="truth">What zero-phase filters say of it.</param>
    /// <param name="horizon">How far ahead the forecasts are to be good.</param>
    public PhaseErrorFit(double[] microvolts, Frequency rate, ZeroPhaseTruth truth, Duration horizon)
    {
        _microvolts = microvolts;
        _rateHz = rate.TotalHertz;
        _horizon = (int)Math.Round(horizon.TotalSeconds * _rateHz);
        _stride = Math.Max(1, (int)Math.Round(0.006 * _rateHz));
        _weight = [.. truth.Microvolts];
        _cosine = [.. truth.Radians.Select(DeterministicMath.Cos)];
        _sine = [.. truth.Radians.Select(DeterministicMath.Sin)];
    }

    /// <summary>The best parameters found, starting from others; the frequency stays within a reach of the peak.</summary>
    public OscillationParameters Improve(OscillationParameters start, double peakHz, double reachHz)
    {
        var (best, cost) = (start, Cost(start));
        var (stepHz, factor) = (reachHz / 2, 1.6);
        for (var trials = 0; trials < MostTrials && stepHz > reachHz / 20;)
        {
            var improved = false;
            foreach (var candidate in Neighbours(best, stepHz, factor))
            {
                if (Math.Abs(candidate.PeakHz - peakHz) > 2 * reachHz || candidate.BandwidthHz is < 0.1 or > 8)
                {
                    continue;
                }

                var candidateCost = Cost(candidate);
                trials++;
                if (candidateCost < cost - 1e-5)
                {
                    (best, cost, improved) = (candidate, candidateCost, true);
                }
            }

            (stepHz, factor) = improved ? (stepHz, factor) : (stepHz / 2, Math.Sqrt(factor));
        }

        return best;
    }

    /// <summary>
    /// What the forecasts of a model are worth on the segment: pairs of the estimated amplitude over its standard deviation with
    /// the cosine of the phase error.
    /// </summary>
    public List<(double Ratio, double Cosine)> Errors(OscillationParameters parameters)
    {
        List<(double, double)> errors = [];
        var damping = DeterministicMath.Exp(-Math.PI * parameters.BandwidthHz * _horizon / _rateHz);
        Walk(parameters, (i, cosine, length) =>
        {
            var isotropic = 0.5 * (_bank.RealVariance + _bank.ImaginaryVariance);
            var variance = (damping * damping * isotropic) + (_bank.RhythmVariance * (1 - (damping * damping)));
            errors.Add((damping * length / Math.Sqrt(variance), cosine));
        });
        return errors;
    }

    // 1 − mean cosine of the error, weighted by the true amplitude: where there is no rhythm there is no phase to hit.
    private double Cost(OscillationParameters parameters)
    {
        var (sum, weights) = (0.0, 0.0);
        Walk(parameters, (i, cosine, _) =>
        {
            sum += _weight[i] * cosine;
            weights += _weight[i];
        });
        return 1 - (sum / weights);
    }

    private void Walk(OscillationParameters parameters, Action<int, double, double> visit)
    {
        _bank.Load(parameters, _rateHz);
        var (turnSine, turnCosine) = DeterministicMath.SinCos(2 * Math.PI * parameters.PeakHz * _horizon / _rateHz);
        var first = (int)(SkippedStartSeconds * _rateHz);
        var last = _microvolts.Length - _horizon - (int)(SkippedEndSeconds * _rateHz);
        for (var i = 0; i < last; i++)
        {
            _bank.PredictAndCorrect(_microvolts[i]);
            if (i < first || (i - first) % _stride != 0)
            {
                continue;
            }

            var real = (_bank.Real * turnCosine) - (_bank.Imaginary * turnSine);
            var imaginary = (_bank.Real * turnSine) + (_bank.Imaginary * turnCosine);
            var length = Math.Sqrt((real * real) + (imaginary * imaginary));
            var at = i + _horizon;
            visit(at, length > 0 ? ((real * _cosine[at]) + (imaginary * _sine[at])) / length : 0, length);
        }
    }

    private static OscillationParameters[] Neighbours(OscillationParameters p, double stepHz, double factor) =>
    [
        p with { PeakHz = p.PeakHz + stepHz },
        p with { PeakHz = p.PeakHz - stepHz },
        p with { BandwidthHz = p.BandwidthHz * factor },
        p with { BandwidthHz = p.BandwidthHz / factor },
        p with { RmsMicrovolts = p.RmsMicrovolts * factor },
        p with { RmsMicrovolts = p.RmsMicrovolts / factor },
        p with { NoiseMicrovoltsPerRootHertz = p.NoiseMicrovoltsPerRootHertz * factor },
        p with { NoiseMicrovoltsPerRootHertz = p.NoiseMicrovoltsPerRootHertz / factor },
    ];
}
