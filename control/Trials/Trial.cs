using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>One trial: what was asked, what became of it, what came back. Filled in as answers and measurements arrive.</summary>
public sealed class Trial
{
    /// <summary>Number in the session, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The condition.</summary>
    public required Condition Condition { get; init; }

    /// <summary>The request's id.</summary>
    public required long Request { get; init; }

    /// <summary>When the first pulse was to fall.</summary>
    public required Instant Asked { get; init; }

    /// <summary>Age of the newest sample at the decision.</summary>
    public required Duration Age { get; init; }

    /// <summary>The phase forecast for the first pulse; value NaN where no oscillation is followed.</summary>
    public required PhaseForecast Phase { get; init; }

    /// <summary>Where the oscillation's power stood among that of the last minute, 0 to 1; NaN if unknown.</summary>
    public required double PowerPercentile { get; init; }

    /// <summary>When the test pulse (or else the last pulse) left; unset if it did not.</summary>
    public Instant Fired { get; internal set; }

    /// <summary>Fired minus due, of that pulse.</summary>
    public Duration Error { get; internal set; }

    /// <summary>Pulses that left.</summary>
    public int PulsesFired { get; internal set; }

    /// <summary>The train is over.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>The MEP; null while it is not measured.</summary>
    public MepReading? Mep { get; internal set; }

    /// <summary>Why the trial may not be analysed; empty if it may.</summary>
    public string Cause { get; internal set; } = "";

    /// <summary>Cerebellar-brain inhibition after this trial, as a ratio; NaN where it is not estimated.</summary>
    public double CbiRatio { get; internal set; } = double.NaN;

    /// <summary>Lower end of its 95 % credible interval.</summary>
    public double CbiLow { get; internal set; } = double.NaN;

    /// <summary>Upper end of its 95 % credible interval.</summary>
    public double CbiHigh { get; internal set; } = double.NaN;

    /// <summary>Whether the trial may be analysed: every pulse left on time, and the MEP, where one is measured, is valid.</summary>
    public bool IsValid => Cause.Length == 0 && PulsesFired == Condition.Train.PulseCount && Mep is not { IsValid: false };
}
