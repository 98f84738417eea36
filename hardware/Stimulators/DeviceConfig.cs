using System.Globalization;
using System.Text.Json.Serialization;

namespace ClosedLoop.Hardware;

/// <summary>One stimulator or trigger as the experiment names it.</summary>
/// <param name="Name">Its name in the experiment, e.g. <c>left</c>.</param>
/// <param name="Kind">A name from the list of kinds, e.g. <c>magstim200</c>.</param>
/// <param name="Port">Where it is, e.g. <c>/dev/ttyUSB0</c>; empty for a simulated one.</param>
/// <param name="Options">Further keys of the experiment, by name; units are in the keys.</param>
[method: JsonConstructor]
public sealed record DeviceConfig(string Name, string Kind, string Port, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>A device without options.</summary>
    public DeviceConfig(string name, string kind, string port = "")
        : this(name, kind, port, new Dictionary<string, string>())
    {
    }

    /// <summary>Checks that every option is one the driver knows.</summary>
    /// <exception cref="ArgumentException">An option is not known; the message lists those that are.</exception>
    public void AllowOnly(params string[] known)
    {
        ArgumentNullException.ThrowIfNull(known);
        foreach (var key in Options.Keys)
        {
            if (!known.Contains(key))
            {
                var allowed = known.Length == 0 ? "it takes none" : "allowed are " + string.Join(", ", known);
                throw new ArgumentException($"Device '{Name}' ({Kind}) has no option '{key}'; {allowed}.");
            }
        }
    }

    /// <summary>A whole number among the options.</summary>
    /// <param name="key">The option.</param>
    /// <param name="fallback">Its value when it is not given.</param>
    /// <param name="least">The least value allowed.</param>
    /// <param name="most">The greatest value allowed.</param>
    /// <exception cref="ArgumentException">Not a whole number, or outside the range.</exception>
    public int WholeNumber(string key, int fallback, int least, int most)
    {
        if (!Options.TryGetValue(key, out var text))
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new ArgumentException(
                $"Option '{key}' of device '{Name}' must be a whole number from {least} to {most}; it is '{text}'.");
    }
}
