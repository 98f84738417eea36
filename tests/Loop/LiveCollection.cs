using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>Tests with processes in real time: one after the other, and beside no other test.</summary>
[CollectionDefinition("live", DisableParallelization = true)]
public class LiveCollection;
