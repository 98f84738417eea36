namespace ClosedLoop.App;

/// <summary>How far phases at some instants were from where they should have been.</summary>
/// <param name="Count">Number of instants.</param>
/// <param name="MeanAbsoluteDegrees">Mean distance, 0 to 180; guessing gives 90.</param>
/// <param name="CircularSdDegrees">√(−2 ln R), in degrees: the spread about their own mean direction.</param>
/// <param name="PhaseLockingValue">R, 0 to 1: the length of the mean direction.</param>
/// <param name="BiasDegrees">The mean direction minus the target.</param>
internal sealed record PhaseErrors(
    int Count, double MeanAbsoluteDegrees, double CircularSdDegrees, double PhaseLockingValue, double BiasDegrees)
{
    private const double Degrees = 180 / Math.PI;

    /// <summary>Compares phases with a target.</summary>
    /// <param name="phases">Phases found afterwards, radians.</param>
    /// <param name="target">The phase that was asked for, radians.</param>
    public static PhaseErrors Of(IReadOnlyList<double> phases, double target)
    {
        if (phases.Count == 0)
        {
            return new PhaseErrors(0, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var errors = phases.Select(phase => Core.Phase.Wrap(phase - target)).ToList();
        var (cosine, sine) = (errors.Average(Math.Cos), errors.Average(Math.Sin));
        var resultant = Math.Sqrt((cosine * cosine) + (sine * sine));
        return new PhaseErrors(
            errors.Count,
            errors.Average(Math.Abs) * Degrees,
            Math.Sqrt(-2 * Math.Log(resultant)) * Degrees,
            resultant,
            Math.Atan2(sine, cosine) * Degrees);
    }
}
