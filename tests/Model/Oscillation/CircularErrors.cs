namespace ClosedLoop.Tests.Model;

/// <summary>Sums phase errors up.</summary>
internal sealed class CircularErrors
{
    private double _cosine;
    private double _sine;

    public int Count { get; private set; }

    public double Resultant => Math.Sqrt((_cosine * _cosine) + (_sine * _sine)) / Count;

    public double MeanCosine => _cosine / Count;

    public double SdDegrees => Math.Sqrt(-2 * Math.Log(Resultant)) * 180 / Math.PI;

    public double BiasDegrees => Math.Atan2(_sine, _cosine) * 180 / Math.PI;

    public void Add(double radians)
    {
        Count++;
        _cosine += Math.Cos(radians);
        _sine += Math.Sin(radians);
    }
}
