using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// The response of a muscle to one pulse. A valid result below the threshold of presence is information, not a failure: a strongly inhibited
/// response is small, and leaving it out would make inhibition look weaker than it is.
/// </summary>
/// <param name="Request">The request of the pulse; 0 when it came from a recording.</param>
/// <param name="Pulse">Which pulse of the request's train, from 0.</param>
/// <param name="Output">The output that the pulse left by; −1 for a stimulus that a recording names without one.</param>
/// <param name="PulseTime">When the pulse left, on the local clock.</param>
/// <param name="Microvolts">Peak to peak in the window, µV, as measured (noise adds a little); NaN if the window was not complete.</param>
/// <param name="IsPresent">Valid, and the amplitude reaches <see cref="MepSettings.PresentMicrovolts"/>.</param>
/// <param name="LatencyMilliseconds">From the pulse to the response's onset, ms; NaN unless <paramref name="IsPresent"/>.</param>
/// <param name="Flaw">Why the result cannot be used; <see cref="MepFlaw.None"/> if it can.</param>
/// <param name="BackgroundRms">R.m.s. about its mean before the pulse, µV; NaN if too few frames were there.</param>
public readonly record struct MepResult(
    long Request,
    int Pulse,
    int Output,
    Instant PulseTime,
    double Microvolts,
    bool IsPresent,
    double LatencyMilliseconds,
    MepFlaw Flaw,
    double BackgroundRms)
{
    /// <summary>True when the amplitude may be used.</summary>
    public bool IsValid => Flaw == MepFlaw.None && PulseTime.IsSet;

    /// <summary>The amplitude in mV, as <see cref="CbiEstimator.Add"/> takes it; NaN if it is.</summary>
    public double Millivolts => Microvolts * 1e-3;
}
