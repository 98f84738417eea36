using ClosedLoop.Control;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>What the documents promise to name, they name.</summary>
public sealed class DocsTests
{
    public static TheoryData<string> TrialColumns => [.. TrialLines.Header.Split('\t')];

    [Theory]
    [MemberData(nameof(TrialColumns))]
    public void The_sessions_document_names_every_column_of_the_trials(string column)
    {
        var page = File.ReadAllText(Path.Combine(ArchitectureSources.Root, "docs", "session.md"));
        var start = page.IndexOf("\n## trials.tsv\n", StringComparison.Ordinal);
        var end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);

        // First cells of the table's rows, where names stand in backticks.
        var named = page[start..end].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(','))
            .Select(name => name.Trim(' ', '`'));

        Assert.Contains(column, named);
    }
}
