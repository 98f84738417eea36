using System.Text.Json.Nodes;

namespace ClosedLoop.Tests.App;

public sealed class ReportTests : IDisposable
{
    private readonly SyntheticSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_report_is_one_file_that_asks_nothing_of_the_network()
    {
        var page = Page();

        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page[..page.IndexOf("<script", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("uPlot", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_the_session_wrote_is_there()
    {
        var page = Page();

        foreach (var part in new[] { "CBI gated by mu phase", "completed", "Host os", "Stage hashes", "a911", "Skipped late", "sub-virtual", "not at rest", "Data age", "56 ms", "Trial running", "Minimum interval", "of 40", "truth 0.62", "the model's own forecasts" })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Missing_values_are_null_for_the_plots_and_a_dash_in_the_tables_never_0()
    {
        var page = Page();
        var data = Data(page);

        Assert.Null(data["cbi_ratio"]![0]);
        Assert.Null(data["mep_uv"]![12]);
        Assert.False((bool)data["valid"]![12]!);
        Assert.Equal(SyntheticSession.Trials, data["trial"]!.AsArray().Count);
        Assert.Contains("<td><span class=\"missing\">–</span></td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Timing_errors_are_those_of_the_pulses_and_every_one_is_in_a_bin()
    {
        var data = Data(Page());

        Assert.Equal(60, data["timing_count"]!.AsArray().Sum(c => (int)c!));
    }

    [Fact]
    public void Phases_found_afterwards_take_the_place_of_forecasts()
    {
        var asked = File.ReadLines(_session.In("trials.tsv")).Skip(1).Select(l => l.Split('\t')[3]).Take(2).ToList();
        File.WriteAllText(_session.In("phases.tsv"), $"at_s\tphase_after_deg\n{asked[0]}\t150\n14.000000\t0\n{asked[1]}\t-150\n15.000000\t\n");
        var page = Page();

        Assert.Contains("2 pulses, aimed at 180° (dashed): mean 180°", page, StringComparison.Ordinal);
        Assert.Contains("At all 3 onsets of the rule", page, StringComparison.Ordinal);
        Assert.Contains("found afterwards", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_columns_left_out_still_makes_a_report()
    {
        File.WriteAllText(_session.In("trials.tsv"), "condition\tphase_deg\nts\t170\ncs_ts\tn/a\nts\t\n");
        File.Delete(_session.In("gate.jsonl"));
        var data = Data(Page());

        Assert.Equal([1, 2, 3], data["trial"]!.AsArray().Select(t => (double)t!));
        Assert.All(data["mep_uv"]!.AsArray(), Assert.Null);
        Assert.Null(data["timing_count"]);
    }

    [Fact]
    public void A_session_that_was_killed_has_a_report_that_says_so()
    {
        File.Delete(_session.In("session.json"));
        File.AppendAllText(_session.In("trials.tsv"), "41\tts\t4");
        var page = Page();

        Assert.Contains("the session did not end in order", page, StringComparison.Ordinal);
        Assert.Contains("1 lines of gate.jsonl", page, StringComparison.Ordinal);
        Assert.Equal(SyntheticSession.Trials, Data(page)["trial"]!.AsArray().Count);
    }

    [Fact]
    public void Text_from_a_session_cannot_become_part_of_the_page()
    {
        File.WriteAllText(_session.In("session.json"), """{"name":"</script><script>alert(1)</script>","open_loop":true}""");
        File.WriteAllText(_session.In("trials.tsv"), "trial\tcondition\n1\t</script><b>\n");
        var page = Page();

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", page, StringComparison.Ordinal);
        Assert.Contains("Open loop", page, StringComparison.Ordinal);
        Assert.Equal("</script><b>", (string?)Data(page)["condition"]![0]);
    }

    [Fact]
    public void An_experiment_that_cannot_be_read_is_said()
    {
        File.WriteAllText(_session.In("experiment.yaml"), "version: 9\n");

        Assert.Contains("experiment.yaml cannot be read", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_session_is_refused_and_nothing_is_written()
    {
        var empty = Directory.CreateTempSubdirectory();
        var ran = Ran.Line("report", empty.FullName);
        Assert.Equal(1, ran.Status);
        Assert.Contains("is no session", ran.Error, StringComparison.Ordinal);
        Assert.Empty(empty.GetFiles());
        empty.Delete();

        Assert.Contains("There is no folder", Ran.Line("report", empty.FullName).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verb_says_where_the_file_is()
    {
        var ran = Ran.Line("report", _session.Folder, "--json");

        Assert.Equal(0, ran.Status);
        Assert.Equal(_session.In("report.html"), (string?)ran.Json["report"]);
        Assert.Equal(60, (int)ran.Json["pulses"]!);
        Assert.True(File.Exists(_session.In("report.html")));
    }

    private string Page()
    {
        var ran = Ran.Line("report", _session.Folder);
        Assert.Equal((0, ""), (ran.Status, ran.Error));
        return File.ReadAllText(_session.In("report.html"));
    }

    private static JsonNode Data(string page)
    {
        const string Start = "<script type=\"application/json\" id=\"data\">";
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonNode.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)])!;
    }
}
