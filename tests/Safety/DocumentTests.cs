using System.Globalization;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>docs/safety.md says what the program does.</summary>
public sealed class DocumentTests
{
    private static readonly string _text = File.ReadAllText(Find());

    [Fact]
    public void Every_limit_stands_in_the_document_with_its_default_and_hard_cap()
    {
        foreach (var limit in LimitCatalogue.Defaults)
        {
            var side = limit.Sense == LimitSense.AtMost ? "at most" : "at least";
            var row = string.Create(CultureInfo.InvariantCulture, $"| {limit.Id} | {side} | {limit.Value} | {limit.HardCap} | {limit.Unit} |");
            Assert.Contains(row, _text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_fault_stands_in_the_document_in_the_row_of_how_it_clears()
    {
        var rows = new Dictionary<FaultClearing, string>
        {
            [FaultClearing.ByItself] = "| when its cause has gone |",
            [FaultClearing.ByRearming] = "| when a person arms again |",
            [FaultClearing.ByNewSession] = "| not in this session |",
            [FaultClearing.Never] = "| never |",
        };
        foreach (var fault in Enum.GetValues<FaultKind>().Where(fault => fault != FaultKind.None))
        {
            var row = _text.Split('\n').Single(line => line.StartsWith(rows[FaultRules.ClearingOf(fault)], StringComparison.Ordinal));
            Assert.Contains($"`{fault}`", row, StringComparison.Ordinal);
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "docs", "safety.md");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("docs/safety.md was not found above the tests.");
    }
}
