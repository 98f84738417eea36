using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Tests.Model;

/// <summary>A simulated session of paired and single pulses with its truth; its equations are its own, not the estimator's.</summary>
internal sealed class CbiSession
{
    private const double RestingThreshold = 50;
    private const double LowestLog = -5.298317366548036;
    private const double HighestLog = 1.6094379124341003;
    private const double ThresholdLog = -2.995732273553991;
    private const double Slope = 5.3;

    private CbiSession(double logRatio) => LogRatio = logRatio;

    /// <summary>The true ln ratio.</summary>
    public double LogRatio { get; }

    public List<(bool IsConditioned, double Millivolts, Instant At)> Trials { get; } = [];

    /// <summary>Log-normal amplitudes of sd 0.6 in ln, 5 s apart; 20 trials of each condition.</summary>
    public static CbiSession Plain(Random random, double ratio, bool drifts, bool shuffled, double sd = 0.6)
    {
        var session = new CbiSession(Math.Log(ratio));
        var (excitability, at) = (0.0, 100.0);
        foreach (var conditioned in shuffled ? Shuffled(random, 10) : InTurn(20))
        {
            var log = (conditioned ? session.LogRatio : 0) + (sd * Normal(random)) + (drifts ? excitability : 0);
            session.Trials.Add((conditioned, Math.Exp(log), Instant.FromSeconds(at)));
            excitability = (0.98 * excitability) + (0.06 * Normal(random));
            at += 5;
        }

        return session;
    }

    /// <summary>
    /// A healthy person with two sources of noise about an input-output curve, drift, a phase effect at random phases and noise of the
    /// amplifier; blocks of four trials, 5 s ± 20 % apart.
    /// </summary>
    public static CbiSession Whole(Random random, double percentOfThreshold, int blocks = 10)
    {
        var session = new CbiSession(Math.Log(0.65) + (0.30 * Normal(random)));
        var (excitability, at) = (0.30 * Normal(random), 100.0);
        foreach (var conditioned in Shuffled(random, blocks))
        {
            var drive = (RestingThreshold * percentOfThreshold / 100) + (0.05 * RestingThreshold * Normal(random));
            var log = Curve(drive) + excitability + (0.20 * Normal(random)) + (0.1 * Math.Cos(2 * Math.PI * random.NextDouble()));
            var response = Math.Exp(log + (conditioned ? session.LogRatio : 0));
            session.Trials.Add((conditioned, Math.Sqrt((response * response) + (0.012 * 0.012)), Instant.FromSeconds(at)));
            excitability = (0.98 * excitability) + (0.06 * Normal(random));
            at += 5 * (0.8 + (0.4 * random.NextDouble()));
        }

        return session;
    }

    public CbiEstimator Estimate(int trials = int.MaxValue)
    {
        var cbi = new CbiEstimator();
        foreach (var (conditioned, millivolts, at) in Trials.Take(trials))
        {
            cbi.Add(conditioned, millivolts, at);
        }

        return cbi;
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Curve(double drive)
    {
        var middle = RestingThreshold - (Slope * Math.Log((ThresholdLog - LowestLog) / (HighestLog - ThresholdLog)));
        return LowestLog + ((HighestLog - LowestLog) / (1 + Math.Exp(-(drive - middle) / Slope)));
    }

    private static IEnumerable<bool> InTurn(int each) => Enumerable.Repeat(false, each).Concat(Enumerable.Repeat(true, each));

    private static IEnumerable<bool> Shuffled(Random random, int blocks)
    {
        for (var block = 0; block < blocks; block++)
        {
            bool[] four = [false, false, true, true];
            random.Shuffle(four);
            foreach (var conditioned in four)
            {
                yield return conditioned;
            }
        }
    }
}
