namespace ClosedLoop.App;

/// <summary>All verbs, in the order in which help lists them.</summary>
public static class VerbList
{
    /// <summary>New instances of all verbs.</summary>
    public static IReadOnlyList<IVerb> All() =>
    [
        new DemoVerb(),
        new RunVerb(),
        new ReplayVerb(),
        new CheckVerb(),
        new InfoVerb(),
        new StreamsVerb(),
        new SimulateVerb(),
        new EmulateVerb(),
        new ReportVerb(),
        new PulseProcessVerb(),
    ];
}
