using System.Globalization;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// <c>phases.tsv</c>: the phase at each onset of the rule as filters that see the future find it afterwards. It is what tells
/// whether
/// pulses fell where they should have: the forecast in <c>trials.tsv</c> is by construction the phase that was aimed at.
/// </summary>
internal static class OnsetPhases
{
    /// <summary>The file's name in a session folder.</summary>
    public const string FileName = "phases.tsv";

    /// <summary>The file's text.</summary>
    /// <param name="onsets">When the rule wanted each pulse.</param>
    /// <param name="radians">The phase found for each, in the same order.</param>
    /// <param name="origin">The session's first instant.</param>
    public static string Format(IReadOnlyList<Instant> onsets, IReadOnlyList<double> radians, Instant origin)
    {
        var text = new StringBuilder("at_s\tphase_after_deg\n");
        foreach (var (onset, phase) in onsets.Zip(radians))
        {
            var degrees = double.IsFinite(phase) ? (phase * (180 / Math.PI)).ToString("0.###", CultureInfo.InvariantCulture) : "";
            text.Append(CultureInfo.InvariantCulture, $"{(onset - origin).TotalSeconds:0.000000}\t{degrees}\n");
        }

        return text.ToString();
    }

    /// <summary>The phases at the trials' pulses, degrees: those onsets at whose instant a trial's pulse was asked.</summary>
    public static IReadOnlyList<double> AtPulses(TsvTable phases, TsvTable trials)
    {
        var asked = trials.Texts("asked_s").OfType<string>().ToHashSet();
        return [.. phases.Texts("at_s").Zip(phases.Numbers("phase_after_deg"))
            .Where(p => p is { First: not null, Second: not null } && asked.Contains(p.First)).Select(p => p.Second!.Value)];
    }
}
