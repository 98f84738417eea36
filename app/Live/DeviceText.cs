using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>What a device says of itself, as the operator reads it before arming.</summary>
internal static class DeviceText
{
    /// <summary>One line.</summary>
    public static string Of(in DeviceReport report)
    {
        if (!report.At.IsSet)
        {
            return "the device has not reported yet";
        }

        var answers = report.Flags.HasFlag(DeviceFlags.Answers) ? "answers" : "DOES NOT ANSWER";
        var energised = report.Flags.HasFlag(DeviceFlags.Energised) ? "ENERGISED" : "not energised";
        var coil = report.Flags.HasFlag(DeviceFlags.CoilPresent) ? "coil connected" : "NO COIL";
        var heat = double.IsFinite(report.CoilCelsius) ? FormattableString.Invariant($"{report.CoilCelsius:0} °C") : "temperature unmonitored";
        var error = report.Flags.HasFlag(DeviceFlags.Error) ? ", REPORTS AN ERROR" : "";
        return FormattableString.Invariant($"the device {answers}, stands at {report.Setting.TotalPercent:0} % MSO, {energised}, {coil}, {heat}{error}");
    }
}
