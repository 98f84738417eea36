namespace ClosedLoop.Model;

/// <summary>One part of the signal that is not the rhythm in question, with a Lorentzian spectrum.</summary>
/// <param name="CentreHz">
/// Where its spectrum peaks, Hz; 0 for a part that only decays (an AR(1) process: several with corners at half of
/// <paramref name="BandwidthHz"/> an octave or two apart make a 1/f spectrum).
/// </param>
/// <param name="BandwidthHz">Full width at half power, Hz: its memory is 1/(π × width) seconds.</param>
/// <param name="RmsMicrovolts">Its root mean square, µV; 0 leaves it without effect.</param>
public readonly record struct BackgroundComponent(double CentreHz, double BandwidthHz, double RmsMicrovolts);
