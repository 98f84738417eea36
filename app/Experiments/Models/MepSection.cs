using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>A model of kind <c>mep</c>: the motor evoked potential after each test pulse, peak to peak.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stream">The conditioned EMG stream.</param>
/// <param name="From">Start of the window after the pulse.</param>
/// <param name="To">End of the window after the pulse.</param>
/// <param name="RestRms">Above this r.m.s. from 100 to 5 ms before the pulse the muscle was not at rest and the trial is not
/// valid.</param>
/// <param name="RestPeak">Above this absolute value in the same window likewise.</param>
public sealed record MepSection(
    string Name, string Stream, Duration From, Duration To, Microvolts RestRms, Microvolts RestPeak) : ModelSection(Name)
{
    internal const string Kind = "mep";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Quantities => ["size", "latency", "rms"];

    internal override string KindWord => Kind;

    internal static MepSection Read(Keys keys)
    {
        var (from, to) = keys.Pair("window_ms", 5, 200, (15, 50));
        var section = new MepSection(
            keys.Name,
            keys.Text("stream"),
            Duration.FromMilliseconds(from),
            Duration.FromMilliseconds(to),
            Microvolts.FromMicrovolts(keys.Number("rest_rms_uv", 1, 1000, 15)),
            Microvolts.FromMicrovolts(keys.Number("rest_peak_uv", 1, 5000, 50)));
        keys.Finish();
        return section;
    }

    private protected override void WriteKeys(YamlText yaml)
    {
        yaml.Text("stream", Stream);
        yaml.Pair("window_ms", From.TotalMilliseconds, To.TotalMilliseconds);
        yaml.Number("rest_rms_uv", RestRms.TotalMicrovolts);
        yaml.Number("rest_peak_uv", RestPeak.TotalMicrovolts);
    }
}
