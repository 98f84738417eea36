using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>The section <c>protocol</c>: which trials there are, how far apart, in what order.</summary>
public abstract record ProtocolSection
{
    private static readonly Dictionary<string, Func<Keys, ProtocolSection>> Kinds = new()
    {
        [SingleProtocol.Kind] = SingleProtocol.Read,
        [CbiProtocol.Kind] = CbiProtocol.Read,
    };

    private static readonly Dictionary<string, TrialOrder> Orders = new()
    {
        ["none"] = TrialOrder.None,
        ["blocks_of_4"] = TrialOrder.BlocksOf4,
        ["shuffled"] = TrialOrder.Shuffled,
    };

    /// <summary>Mean time from the last pulse of one trial to the first of the next; the rule may only make it longer.</summary>
    public required Duration Interval { get; init; }

    /// <summary>The interval of each trial is drawn evenly from mean ± this share, in percent, 0 to 50.</summary>
    public required double JitterPercent { get; init; }

    /// <summary>How many trials there are in all; then the session is over.</summary>
    public required int Trials { get; init; }

    /// <summary>How the order of the conditions is drawn.</summary>
    public required TrialOrder Randomisation { get; init; }

    /// <summary>The names of the conditions in the order of their indices.</summary>
    public abstract IReadOnlyList<string> Conditions { get; }

    /// <summary>Pulses that all trials need together if each condition comes equally often.</summary>
    public abstract int PulseCount { get; }

    /// <summary>The shortest interval that the jitter can draw.</summary>
    public Duration ShortestInterval => Duration.FromSeconds(Interval.TotalSeconds * (1 - (JitterPercent / 100)));

    /// <summary>True if the seed decides anything.</summary>
    public bool IsRandom => JitterPercent > 0 || Randomisation != TrialOrder.None;

    internal abstract string KindWord { get; }

    /// <summary>The keys under which outputs are named, with the names.</summary>
    internal abstract IReadOnlyList<(string Key, string Output)> Outputs { get; }

    internal static ProtocolSection? ReadAny(Keys keys) => keys.ByKind(Kinds);

    internal void Write(YamlText yaml)
    {
        yaml.Text("kind", KindWord);
        WriteKeys(yaml);
        yaml.Span("interval_s", Interval);
        yaml.Number("jitter_percent", JitterPercent);
        yaml.Integer("trials", Trials);
        yaml.Text("randomisation", Orders.First(o => o.Value == Randomisation).Key);
    }

    private protected abstract void WriteKeys(YamlText yaml);

    private protected static Duration ReadInterval(Keys keys) => keys.Span("interval_s", 0.5, 3600, 4);

    private protected static double ReadJitter(Keys keys) => keys.Number("jitter_percent", 0, 50, 0);

    private protected static int ReadTrials(Keys keys) => (int)keys.Integer("trials", 1, 5000);

    private protected static TrialOrder ReadOrder(Keys keys, TrialOrder otherwise) =>
        keys.Choice("randomisation", Orders, otherwise);
}
