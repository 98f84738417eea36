using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// The units that keys of an experiment carry at their end (<c>isi_ms</c>), and what one of them is in another.
/// </summary>
internal static class KeyUnits
{
    // Suffix, the quantity it measures, and how many of the quantity's base unit one of it is. Longest suffixes first.
    private static readonly (string Suffix, string Quantity, double InBase, string Word)[] Units =
    [
        ("_percent_mso", "stimulator output", 1, "percent of maximum stimulator output"),
        ("_percent_rmt", "threshold", 1, "percent of resting motor threshold"),
        ("_percent", "share", 1, "percent"),
        ("_min", "time", 60, "minutes"),
        ("_ms", "time", 1e-3, "milliseconds"),
        ("_us", "time", 1e-6, "microseconds"),
        ("_ns", "time", 1e-9, "nanoseconds"),
        ("_s", "time", 1, "seconds"),
        ("_khz", "frequency", 1e3, "kilohertz"),
        ("_hz", "frequency", 1, "hertz"),
        ("_deg", "angle", 1, "degrees"),
        ("_rad", "angle", 180 / Math.PI, "radians"),
        ("_uv", "voltage", 1e-6, "microvolts"),
        ("_mv", "voltage", 1e-3, "millivolts"),
        ("_v", "voltage", 1, "volts"),
        ("_c", "temperature", 1, "degrees Celsius"),
        ("", "", 0, ""),
    ];

    /// <summary>The key without its unit.</summary>
    public static string Stem(string key) => key[..^Of(key).Suffix.Length];

    /// <summary>The unit in words, e.g. <c>milliseconds</c>; empty if the key carries none.</summary>
    public static string Word(string key) => Of(key).Word;

    /// <summary>The unit's symbol, e.g. <c>ms</c>; empty if the key carries none.</summary>
    public static string Symbol(string key) => Of(key).Suffix switch
    {
        "_percent" => "%",
        "_percent_mso" => "% MSO",
        "_percent_rmt" => "% RMT",
        "_uv" => "µV",
        "_us" => "µs",
        "_deg" => "°",
        "_c" => "°C",
        "_hz" => "Hz",
        var suffix => suffix.TrimStart('_'),
    };

    /// <summary>True if both keys name one thing in different units.</summary>
    public static bool SameThing(string one, string other) =>
        one != other && Stem(one) == Stem(other) && Stem(one).Length > 0
        && (Of(one).Suffix.Length > 0 || Of(other).Suffix.Length > 0);

    /// <summary>
    /// A value given in the unit of one key, in the unit of another; null if they measure different quantities.
    /// </summary>
    public static double? Convert(double value, string from, string to)
    {
        var (a, b) = (Of(from), Of(to));
        return a.Suffix.Length > 0 && a.Quantity == b.Quantity ? Math.Round(value * a.InBase / b.InBase, 9) : null;
    }

    /// <summary>A span whose unit of time is in the key.</summary>
    public static Duration Span(double value, string key) => Duration.FromSeconds(Math.Round(value * Of(key).InBase, 9));

    /// <summary>A span in the unit of time that is in the key.</summary>
    public static double Number(Duration span, string key) => span.TotalNanoseconds / Math.Round(Of(key).InBase * 1e9);

    private static (string Suffix, string Quantity, double InBase, string Word) Of(string key) =>
        Units.First(unit => key.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase) && key.Length > unit.Suffix.Length);
}
