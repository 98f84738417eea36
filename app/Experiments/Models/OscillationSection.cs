using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// A model of kind <c>kalman_oscillator</c>: phase, amplitude and power of one rhythm. Beliefs: <c>phase</c>, <c>amplitude</c>,
/// <c>frequency</c>, <c>power_percentile</c>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Stream">The conditioned stream that it follows.</param>
/// <param name="Low">Lower edge of the rhythm's band.</param>
/// <param name="High">Upper edge of the rhythm's band.</param>
/// <param name="Calibrate">How much of the stream's start its parameters are fitted to; no stimulus before.</param>
public sealed record OscillationSection(
    string Name, string Stream, Frequency Low, Frequency High, Duration Calibrate) : ModelSection(Name)
{
    internal const string Kind = "kalman_oscillator";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Quantities => ["phase", "amplitude", "frequency", "power_percentile"];

    internal override string KindWord => Kind;

    internal static OscillationSection Read(Keys keys)
    {
        var (low, high) = keys.Pair("band_hz", 0.5, 100, (8, 13));
        var section = new OscillationSection(
            keys.Name,
            keys.Text("stream"),
            Frequency.FromHertz(low),
            Frequency.FromHertz(high),
            keys.Span("calibrate_s", 20, 600, 60));
        keys.Finish();
        return section;
    }

    private protected override void WriteKeys(YamlText yaml)
    {
        yaml.Text("stream", Stream);
        yaml.Pair("band_hz", Low.TotalHertz, High.TotalHertz);
        yaml.Span("calibrate_s", Calibrate);
    }
}
