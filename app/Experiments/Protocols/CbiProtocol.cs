using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// A protocol of kind <c>cbi</c>: the test pulse alone (condition <c>ts</c>) against a conditioning pulse over the cerebellum and
/// the
/// test pulse one ISI later (condition <c>cs_ts</c>). The trial's instant is that of the test pulse's group: the first pulse
/// leaves on it.
/// </summary>
public sealed record CbiProtocol : ProtocolSection
{
    internal const string Kind = "cbi";

    /// <summary>The output of the conditioning pulse.</summary>
    public required string Conditioning { get; init; }

    /// <summary>The output of the test pulse.</summary>
    public required string Test { get; init; }

    /// <summary>From the conditioning to the test pulse, onset to onset.</summary>
    public required Duration Isi { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => ["ts", "cs_ts"];

    /// <inheritdoc/>
    public override int PulseCount => Trials + ((Trials + 1) / 2);

    internal override string KindWord => Kind;

    internal override IReadOnlyList<(string Key, string Output)> Outputs => [("conditioning", Conditioning), ("test", Test)];

    internal static CbiProtocol Read(Keys keys)
    {
        var protocol = new CbiProtocol
        {
            Conditioning = keys.TextOrNull("conditioning") ?? "cs",
            Test = keys.TextOrNull("test") ?? "ts",
            Isi = keys.Span("isi_ms", 0.5, 1000),
            Interval = ReadInterval(keys),
            JitterPercent = ReadJitter(keys),
            Trials = ReadTrials(keys),
            Randomisation = ReadOrder(keys, TrialOrder.BlocksOf4),
        };
        keys.Finish();
        return protocol;
    }

    private protected override void WriteKeys(YamlText yaml)
    {
        yaml.Text("conditioning", Conditioning);
        yaml.Text("test", Test);
        yaml.Span("isi_ms", Isi);
    }
}
