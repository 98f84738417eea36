using System.Globalization;
using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>Lines of <c>trials.tsv</c>: what people analyse. Times are seconds since the session's first instant; what is not known is empty.</summary>
public static class TrialLines
{
    /// <summary>The header line.</summary>
    public const string Header =
        "trial\tcondition\trequest\tasked_s\tfired_s\terror_us\tphase_deg\tphase_sd_deg\tpower_percentile\tage_ms\tmep_uv\t"
        + "mep_latency_ms\tvalid\tcause\tcbi_ratio\tcbi_low\tcbi_high";

    /// <summary>One trial as a line without line end; allocates.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="origin">The session's first instant.</param>
    public static string Format(Trial trial, Instant origin)
    {
        ArgumentNullException.ThrowIfNull(trial);
        string?[] cells =
        [
            trial.Number.ToString(CultureInfo.InvariantCulture),
            trial.Condition.Name,
            trial.Request.ToString(CultureInfo.InvariantCulture),
            Seconds(trial.Asked, origin),
            Seconds(trial.Fired, origin),
            trial.Fired.IsSet ? Text(trial.Error.TotalMicroseconds, "0.###") : "",
            Text(trial.Phase.Radians * (180 / Math.PI), "0.###"),
            Text(SpreadDegrees(trial.Phase.Concentration), "0.###"),
            Text(trial.PowerPercentile, "0.####"),
            Text(trial.Age.TotalMilliseconds, "0.###"),
            trial.Mep is { } mep ? Text(mep.Microvolts, "0.###") : "",
            trial.Mep is { } answer ? Text(answer.LatencyMilliseconds, "0.###") : "",
            trial.IsValid ? "1" : "0",
            trial.Cause,
            Text(trial.CbiRatio, "0.####"),
            Text(trial.CbiLow, "0.####"),
            Text(trial.CbiHigh, "0.####"),
        ];
        return string.Join('\t', cells);
    }

    /// <summary>The circular standard deviation that belongs to κ, for κ ≥ 1 within 10 %: 1/√κ radians, at most half a turn.</summary>
    private static double SpreadDegrees(double concentration) =>
        concentration > 0 ? Math.Min(180, 180 / Math.PI / Math.Sqrt(concentration)) : double.NaN;

    private static string Seconds(Instant instant, Instant origin) =>
        instant.IsSet ? Text((instant - origin).TotalSeconds, "0.000000") : "";

    private static string Text(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}
