namespace ClosedLoop.Tests.Loop;

/// <summary>The golden replay, run once for all tests of a class.</summary>
public sealed class GoldenRun : IDisposable
{
    internal ReplayRun Run { get; } = ReplayRun.Golden();

    public void Dispose() => Run.Dispose();
}
