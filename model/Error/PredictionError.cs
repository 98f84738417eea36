using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// How far an observation lay from its prediction, together with how far it was expected to lie. A large error with a large
/// variance is no surprise, so error, variance and standardised error are always reported together.
/// </summary>
/// <param name="Error">Observed minus predicted, in the feature's unit.</param>
/// <param name="Variance">Variance S that the model expected of it, above 0.</param>
public readonly record struct PredictionError(double Error, double Variance)
{
    /// <summary>The error in standard deviations, <c>z = e / √S</c>.</summary>
    public double Standardised => Error / Math.Sqrt(Variance);

    /// <summary>Precision-weighted error <c>e / S</c>: what updates the belief.</summary>
    public double PrecisionWeighted => Error / Variance;

    /// <summary>
    /// Normalised innovation squared <c>e² / S</c>: χ² with one degree of freedom under a right model (99 %: 6.63).
    /// </summary>
    public double NormalisedSquare => Error * Error / Variance;

    /// <summary>Surprise <c>½ (NIS + ln 2πS)</c>, nat.</summary>
    public double Surprise => 0.5 * (NormalisedSquare + DeterministicMath.Log(2 * Math.PI * Variance));
}
