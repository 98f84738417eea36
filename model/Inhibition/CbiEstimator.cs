using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Cerebellar-brain inhibition from trial to trial: the ratio of conditioned to unconditioned MEPs with its credible interval, while the
/// excitability of M1 drifts.
/// </summary>
/// <remarks>
/// State [μ, δ]: μ = ln excitability (mV), δ = ln ratio. Prediction: P += diag(q_μ, q_δ) Δt. Observation: y = ln amplitude = μ + c δ + noise
/// of variance R, c = 1 for a conditioned trial (conditioning and test stimulus), 0 for the test stimulus alone. Innovation e, its
/// variance S, z = e/√S. Beyond |z| = 2.5 the update uses R |z|/2.5 (Huber). R is the mean b/(a − 1) of an inverse gamma distribution,
/// with a += ½, b += ½ min(z², 2.5²) R / 0.978 a trial, so that one wild trial moves neither the ratio nor the noise by more than a bound;
/// 0.978 is the mean of min(z², 2.5²) for a normal z (Huber's proposal 2), without which R would come out too small.
/// The first trial sets μ, and is not used a second time to correct it: its information is in the variance that it sets. If that trial
/// was a conditioned one, μ is what it says less the prior's δ, with the covariance that this implies.
/// R is estimated from the same few trials, so an interval of ±1.96 √P₂₂ is too narrow. √P₂₂ is therefore widened by t(0.975, 2a)/1.96, the
/// ratio that R's distribution implies: 1.25 at the start, 1.03 after 40 trials; <see cref="LogWidth"/> holds the widened value, and
/// interval, probabilities and state rest on it.
/// How often the 95 % interval holds the truth, in simulated sessions of 20 + 20 trials in shuffled blocks of four (two sources of noise around
/// a sigmoid in ln amplitude, drift, phase effect, ln ratio from N(ln 0.65, 0.30²)): 95 % at 120 % RMT, 93 % at 110 %, where
/// amplitudes vary more than the prior of R expects, 98 % at 130 %, where they vary less. The estimate of δ has no bias above 0.01 there.
/// In those sessions inhibition multiplies the amplitude after the sigmoid. Were it to act before a saturating input-output curve, its effect
/// on amplitude, which is what is measured, would be smaller than that on the drive near the plateau and larger on the steep part:
/// the ratio is one of amplitudes at the test intensity used, as in the literature.
/// The prior leans towards inhibition: of sessions with a true ratio of 1, 4 in 100 end as present after 20 + 20 trials.
/// Deterministic arithmetic, allocates nothing after construction, one thread.
/// </remarks>
public sealed class CbiEstimator
{
    private const double LogPointNine = -0.10536051565782628;
    private const double PresentProbability = 0.975;
    private const double RelevantProbability = 0.8;
    private const double EquivalentLow = 0.8;
    private const double EquivalentHigh = 1.25;

    private readonly CbiSettings _settings;
    private readonly double _priorLogRatio;
    private readonly double _boundedMeanSquare;
    private double _mu;
    private double _delta;
    private double _p11;
    private double _p12;
    private double _p22;
    private double _shape;
    private double _scale;

    /// <summary>Makes an estimator that has seen nothing.</summary>
    /// <param name="settings">Prior, drift and noise; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public CbiEstimator(CbiSettings? settings = null)
    {
        _settings = settings ?? new();
        _settings.Check();
        _priorLogRatio = DeterministicMath.Log(_settings.PriorRatio);
        _boundedMeanSquare = NormalDistribution.BoundedMeanSquare(_settings.HuberDeviations);
        Reset();
    }

    /// <summary>Trials that counted, of both conditions.</summary>
    public int Trials => ConditionedTrials + UnconditionedTrials;

    /// <summary>Conditioned trials (conditioning and test stimulus) that counted.</summary>
    public int ConditionedTrials { get; private set; }

    /// <summary>Trials of the test stimulus alone that counted.</summary>
    public int UnconditionedTrials { get; private set; }

    /// <summary>Trials refused because their amplitude was no finite number; they changed nothing.</summary>
    public int RefusedTrials { get; private set; }

    /// <summary>Time of the newest trial that counted; unset before the first.</summary>
    public Instant At { get; private set; }

    /// <summary>
    /// True once both conditions have been seen. Before that the estimate would be the prior's, which is no observation: ratio, interval and
    /// probability are NaN, so that no rule acts on them.
    /// </summary>
    public bool HasEstimate => ConditionedTrials > 0 && UnconditionedTrials > 0;

    /// <summary>Median of the ratio conditioned/unconditioned, exp δ; below 1 is inhibition. NaN while there is no estimate.</summary>
    public double Ratio { get; private set; }

    /// <summary>Lower end of the ratio's 95 % credible interval; NaN while there is no estimate.</summary>
    public double Low { get; private set; }

    /// <summary>Upper end of the ratio's 95 % credible interval; NaN while there is no estimate.</summary>
    public double High { get; private set; }

    /// <summary>P(ratio &lt; 1), 0 to 1; NaN while there is no estimate.</summary>
    public double ProbabilityInhibited { get; private set; }

    /// <summary>δ, the estimate of ln ratio; NaN while there is none.</summary>
    public double LogRatio => HasEstimate ? _delta : double.NaN;

    /// <summary>One standard deviation of <see cref="LogRatio"/>, widened for the noise's own uncertainty; NaN while there is none.</summary>
    public double LogWidth { get; private set; }

    /// <summary>exp μ: the unconditioned amplitude that is to be expected now, mV; NaN before the first trial.</summary>
    public double ExcitabilityMillivolts => Trials > 0 ? DeterministicMath.Exp(_mu) : double.NaN;

    /// <summary>√R: the standard deviation of one log amplitude, as estimated now.</summary>
    public double TrialSd => Math.Sqrt(Noise);

    /// <summary>Whether inhibition is present, absent or neither can be said, by probability alone; see <see cref="IsEnough"/>.</summary>
    public CbiState State { get; private set; }

    /// <summary>True when the state is decided and at least <see cref="CbiSettings.LeastTrials"/> trials of each condition counted.</summary>
    public bool IsEnough => State != CbiState.Uncertain
        && Math.Min(ConditionedTrials, UnconditionedTrials) >= _settings.LeastTrials;

    private double Noise => _scale / (_shape - 1);

    /// <summary>Takes the amplitude of one valid trial. Neither allocates nor blocks.</summary>
    /// <param name="isConditioned">True if a conditioning stimulus came first, false for the test stimulus alone.</param>
    /// <param name="millivolts">Peak to peak, mV. Not finite: refused and counted. Below the floor, also 0 and below: the floor.</param>
    /// <param name="at">When the test pulse fired. A trial earlier than the one before counts as simultaneous with it.</param>
    public void Add(bool isConditioned, double millivolts, Instant at)
    {
        if (!double.IsFinite(millivolts))
        {
            RefusedTrials++;
            return;
        }

        var amplitude = DeterministicMath.Log(Math.Max(millivolts, _settings.FloorMillivolts));
        if (Trials == 0)
        {
            Begin(isConditioned, amplitude);
        }
        else
        {
            Predict(at);
            Correct(isConditioned ? 1 : 0, amplitude);
        }

        At = at;
        ConditionedTrials += isConditioned ? 1 : 0;
        UnconditionedTrials += isConditioned ? 0 : 1;
        Report();
    }

    /// <summary>Forgets all trials: as new.</summary>
    public void Reset()
    {
        (_mu, _delta) = (0, _priorLogRatio);
        (_p11, _p12, _p22) = (0, 0, _settings.PriorLogSd * _settings.PriorLogSd);
        (_shape, _scale) = (_settings.NoiseShape, _settings.NoiseVariance * (_settings.NoiseShape - 1));
        (ConditionedTrials, UnconditionedTrials, RefusedTrials, At) = (0, 0, 0, default);
        Report();
    }

    private void Begin(bool isConditioned, double amplitude)
    {
        _mu = isConditioned ? amplitude - _delta : amplitude;
        _p11 = _settings.FirstTrialVariance + (isConditioned ? _p22 : 0);
        _p12 = isConditioned ? -_p22 : 0;
    }

    private void Predict(Instant at)
    {
        var seconds = Math.Max(0, (at - At).TotalSeconds);
        _p11 += _settings.ExcitabilityDriftPerSecond * seconds;
        _p22 += _settings.RatioDriftPerSecond * seconds;
    }

    private void Correct(double condition, double amplitude)
    {
        var noise = Noise;
        var innovation = amplitude - _mu - (condition * _delta);
        var p1 = _p11 + (condition * _p12);
        var p2 = _p12 + (condition * _p22);
        var spread = p1 + (condition * p2);
        var deviations = Math.Abs(innovation) / Math.Sqrt(spread + noise);
        var excess = Math.Max(1, deviations / _settings.HuberDeviations);
        var variance = spread + (noise * excess);

        _mu += p1 / variance * innovation;
        _delta += p2 / variance * innovation;
        _p11 -= p1 * p1 / variance;
        _p12 -= p1 * p2 / variance;
        _p22 -= p2 * p2 / variance;

        var bounded = Math.Min(deviations, _settings.HuberDeviations);
        _shape += 0.5;
        _scale += 0.5 * bounded * bounded * noise / _boundedMeanSquare;
    }

    private void Report()
    {
        if (!HasEstimate)
        {
            (Ratio, Low, High, ProbabilityInhibited, LogWidth) = (double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
            State = CbiState.Uncertain;
            return;
        }

        var widening = NormalDistribution.StudentQuantile975(2 * _shape) / NormalDistribution.Quantile975;
        LogWidth = Math.Sqrt(_p22) * widening;
        var reach = NormalDistribution.Quantile975 * LogWidth;
        Ratio = DeterministicMath.Exp(_delta);
        Low = DeterministicMath.Exp(_delta - reach);
        High = DeterministicMath.Exp(_delta + reach);
        ProbabilityInhibited = NormalDistribution.Cumulative(-_delta / LogWidth);
        State = Decide();
    }

    private CbiState Decide()
    {
        var relevant = NormalDistribution.Cumulative((LogPointNine - _delta) / LogWidth);
        return ProbabilityInhibited > PresentProbability && relevant > RelevantProbability ? CbiState.Present
            : Low > EquivalentLow && High < EquivalentHigh ? CbiState.Absent : CbiState.Uncertain;
    }
}
