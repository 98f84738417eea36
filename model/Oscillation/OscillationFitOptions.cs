using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>What a calibration looks for.</summary>
/// <param name="LowestPeak">Lower edge of the band that is searched for the peak.</param>
/// <param name="HighestPeak">Upper edge of it.</param>
/// <param name="Horizon">How far ahead the phase will be forecast.</param>
public sealed record OscillationFitOptions(Frequency LowestPeak, Frequency HighestPeak, Duration Horizon)
{
    /// <summary>Alpha and mu: 8 to 13 Hz, 20 ms ahead.</summary>
    public static OscillationFitOptions Mu => new(Frequency.FromHertz(8), Frequency.FromHertz(13), Duration.FromMilliseconds(20));

    /// <summary>Beta: 15 to 25 Hz, 20 ms ahead.</summary>
    public static OscillationFitOptions Beta => new(Frequency.FromHertz(15), Frequency.FromHertz(25), Duration.FromMilliseconds(20));
}
