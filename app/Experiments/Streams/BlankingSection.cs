using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>The section <c>blanking</c> of a conditioned stream: what is not believed around a stimulus.</summary>
/// <param name="Before">Before the pulse: values are held.</param>
/// <param name="After">After the pulse: values are held.</param>
/// <param name="Contaminated">After the pulse: frames are flagged, so that no decision rests on them; at least <paramref
/// name="After"/> or 0.</param>
public sealed record BlankingSection(Duration Before, Duration After, Duration Contaminated)
{
    /// <summary>For EEG: −2 to +15 ms held, 500 ms contaminated.</summary>
    public static BlankingSection ForEeg { get; } = Milliseconds(2, 15, 500);

    /// <summary>For EMG: −1 to +5 ms held, nothing contaminated, since the answer comes 15 ms after the pulse.</summary>
    public static BlankingSection ForEmg { get; } = Milliseconds(1, 5, 0);

    internal static BlankingSection Read(Keys keys, BlankingSection otherwise)
    {
        var blanking = new BlankingSection(
            keys.Span("before_ms", 0, 50, otherwise.Before.TotalMilliseconds),
            keys.Span("after_ms", 0, 200, otherwise.After.TotalMilliseconds),
            keys.Span("contaminated_ms", 0, 5000, otherwise.Contaminated.TotalMilliseconds));
        keys.Finish();
        return blanking;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Span("before_ms", Before);
        yaml.Span("after_ms", After);
        yaml.Span("contaminated_ms", Contaminated);
    }

    private static BlankingSection Milliseconds(double before, double after, double contaminated) =>
        new(Duration.FromMilliseconds(before), Duration.FromMilliseconds(after), Duration.FromMilliseconds(contaminated));
}
