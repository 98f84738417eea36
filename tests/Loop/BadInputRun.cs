using System.Text.Json.Nodes;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>What one command line did.</summary>
internal sealed record BadInputRun(int Status, string Out, string Error)
{
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>Status 1, nothing on standard output, one line on standard error that says this and that.</summary>
    public void IsRefused(params string[] saying)
    {
        Assert.Equal((1, ""), (Status, Out));
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("error in the program", Error, StringComparison.Ordinal);
        Assert.All(saying, words => Assert.Contains(words, Error, StringComparison.Ordinal));
    }
}
