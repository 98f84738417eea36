namespace ClosedLoop.Model;

/// <summary>
/// Prior, drift and noise of <see cref="CbiEstimator"/>; natural logarithms of amplitudes. The defaults were chosen for simulation and for
/// estimation online, and are no published norm.
/// </summary>
/// <param name="PriorRatio">Median of the ratio before any trial.</param>
/// <param name="PriorLogSd">Standard deviation of ln ratio before any trial.</param>
/// <param name="FirstTrialVariance">Variance of the log excitability after the trial that sets it.</param>
/// <param name="ExcitabilityDriftPerSecond">Variance that a second adds to the log excitability: 0.0008 is 0.06² in 5 s.</param>
/// <param name="RatioDriftPerSecond">Variance that a second adds to ln ratio.</param>
/// <param name="NoiseVariance">Expected variance of one log amplitude before any trial.</param>
/// <param name="NoiseShape">Shape of the inverse-gamma distribution of that variance; above 1. The larger, the slower it learns.</param>
/// <param name="HuberDeviations">From so many predicted standard deviations on, a trial's weight falls as 1/|z|.</param>
/// <param name="FloorMillivolts">
/// Smaller amplitudes, also 0 and below, count as this, since they have no useful logarithm: 0.005 mV lies in an EMG amplifier's noise.
/// </param>
/// <param name="LeastTrials">Trials of each condition before anything may be concluded.</param>
public sealed record CbiSettings(
    double PriorRatio = 0.65,
    double PriorLogSd = 0.5,
    double FirstTrialVariance = 1,
    double ExcitabilityDriftPerSecond = 0.0008,
    double RatioDriftPerSecond = 2e-5,
    double NoiseVariance = 0.36,
    double NoiseShape = 3,
    double HuberDeviations = 2.5,
    double FloorMillivolts = 0.005,
    int LeastTrials = 10)
{
    /// <summary>Refuses settings that are no distribution.</summary>
    /// <exception cref="ArgumentException">A value is not finite or out of its range.</exception>
    internal void Check()
    {
        Check(IsPositive(PriorRatio) && IsPositive(PriorLogSd), "the prior's ratio and width must be above 0");
        Check(IsPositive(FirstTrialVariance) && IsPositive(NoiseVariance), "variances must be above 0");
        Check(
            ExcitabilityDriftPerSecond >= 0 && RatioDriftPerSecond >= 0
            && double.IsFinite(ExcitabilityDriftPerSecond) && double.IsFinite(RatioDriftPerSecond),
            "drifts must be 0 or more");
        Check(NoiseShape > 1 && double.IsFinite(NoiseShape), "the noise's shape must be above 1, else its variance has no mean");
        Check(IsPositive(HuberDeviations) && IsPositive(FloorMillivolts), "Huber's limit and the floor must be above 0");
        Check(LeastTrials >= 1, "at least one trial of each condition is needed");
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static void Check(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"These CBI settings cannot be used: {rule}.");
        }
    }
}
