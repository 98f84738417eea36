namespace ClosedLoop.App;

/// <summary>Mean direction and spread of angles.</summary>
/// <param name="Count">How many.</param>
/// <param name="MeanDegrees">Direction of the mean vector, degrees in (−180, 180].</param>
/// <param name="Resultant">Length R of the mean vector, 0 to 1: the phase locking value.</param>
internal sealed record CircularSummary(int Count, double MeanDegrees, double Resultant)
{
    /// <summary>Circular standard deviation √(−2 ln R), degrees; +∞ for R = 0.</summary>
    public double SdDegrees => Math.Sqrt(Math.Max(0, -2 * Math.Log(Resultant))) * (180 / Math.PI);

    /// <summary>The summary of some angles in degrees; null of none.</summary>
    public static CircularSummary? Of(IReadOnlyList<double> degrees)
    {
        if (degrees.Count == 0)
        {
            return null;
        }

        var x = degrees.Average(d => Math.Cos(d * (Math.PI / 180)));
        var y = degrees.Average(d => Math.Sin(d * (Math.PI / 180)));
        return new CircularSummary(degrees.Count, Math.Atan2(y, x) * (180 / Math.PI), Math.Min(1, Math.Sqrt((x * x) + (y * y))));
    }
}
