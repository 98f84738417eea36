namespace ClosedLoop.App;

/// <summary>A protocol of kind <c>single</c>: one pulse from one output a trial.</summary>
public sealed record SingleProtocol : ProtocolSection
{
    internal const string Kind = "single";

    /// <summary>The output that fires.</summary>
    public required string Output { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => ["single"];

    /// <inheritdoc/>
    public override int PulseCount => Trials;

    internal override string KindWord => Kind;

    internal override IReadOnlyList<(string Key, string Output)> Outputs => [("output", Output)];

    internal static SingleProtocol Read(Keys keys)
    {
        var protocol = new SingleProtocol
        {
            Output = keys.Text("output"),
            Interval = ReadInterval(keys),
            JitterPercent = ReadJitter(keys),
            Trials = ReadTrials(keys),
            Randomisation = ReadOrder(keys, TrialOrder.None),
        };
        keys.Finish();
        return protocol;
    }

    private protected override void WriteKeys(YamlText yaml) => yaml.Text("output", Output);
}
