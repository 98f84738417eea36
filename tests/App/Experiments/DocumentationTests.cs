using System.Text.RegularExpressions;
using ClosedLoop.App;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.App;

public partial class DocumentationTests
{
    private static string Page => File.ReadAllText(Sample.InRepository("docs/experiment-file.md"));

    [Fact]
    public void The_example_of_the_documentation_is_without_mistakes() => Sample.Good(Example());

    [Theory]
    [InlineData("experiments/cbi-mu-phase.yaml")]
    [InlineData("experiments/mu-trough-single.yaml")]
    [InlineData("replay-data/mu-trigger/experiment.yaml")]
    [InlineData("")]
    public void Every_key_of_a_resolved_experiment_is_documented(string file)
    {
        var yaml = Sample.Good(file.Length == 0 ? Example() : File.ReadAllText(Sample.InRepository(file))).ToYaml();
        var names = new[] { "eeg", "emg", "markers", "mu", "forward", "filter", "cs", "ts", "left", "right", "cs_device", "ts_device", "device", "box", "C3" };
        var keys = Key().Matches(yaml).Select(m => m.Groups[1].Value).Except(names);

        Assert.All(keys, key => Assert.True(Page.Contains($"`{key}`", StringComparison.Ordinal) || Page.Contains($"## {key}", StringComparison.Ordinal) || Page.Contains($", {key}", StringComparison.Ordinal), key));
    }

    [Fact]
    public void Every_limit_that_an_experiment_can_tighten_is_documented()
    {
        var keys = Enum.GetValues<LimitId>().Select(LimitsSection.KeyOf).OfType<string>().ToList();

        Assert.Equal(10, keys.Count);
        Assert.All(keys, key => Assert.Contains($"`{key}`", Page, StringComparison.Ordinal));
    }

    private static string Example() => Page.Split("```yaml\n")[1].Split("```")[0];

    [GeneratedRegex(@"^\s*(?:- )?([A-Za-z0-9_]+):", RegexOptions.Multiline)]
    private static partial Regex Key();
}
