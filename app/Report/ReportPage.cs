using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClosedLoop.App;

/// <summary>One session as one HTML page that needs nothing else: no network, no other file.</summary>
internal static class ReportPage
{
    /// <summary>The page.</summary>
    public static string Of(SessionFolder folder)
    {
        var places = new Dictionary<string, string>
        {
            ["title"] = Html.Text(TitleOf(folder)),
            ["folder"] = Html.Text(folder.Name),
            ["banners"] = ReportBanners.Of(folder),
            ["cards"] = ReportCards.Of(folder),
            ["rose"] = RoseFigure.Of(folder),
            ["session"] = SessionTables.Of(folder),
            ["refusals"] = RefusalTable(folder),
            ["trials"] = TrialTable(folder),
            ["style"] = ReportAssets.Style,
            ["script"] = ReportAssets.Script,
            ["data"] = Safe(Data(folder)),
        };
        var page = ReportAssets.Frame;
        return string.Concat(page.Split("{{").Select((part, i) => i == 0 ? part : Filled(part, places)));
    }

    /// <summary>What the session is called.</summary>
    public static string TitleOf(SessionFolder folder) =>
        JsonLines.Text(folder.Session, "name") ?? folder.Experiment?.Name ?? folder.Name;

    private static string Filled(string part, Dictionary<string, string> places)
    {
        var end = part.IndexOf("}}", StringComparison.Ordinal);
        return places[part[..end]] + part[(end + 2)..];
    }

    // Inside a script element only these characters could end it or start a comment.
    private static string Safe(JsonObject data) => data.ToJsonString(new JsonSerializerOptions { WriteIndented = false })
        .Replace("<", "\\u003c", StringComparison.Ordinal);

    private static JsonObject Data(SessionFolder folder)
    {
        var data = new JsonObject
        {
            ["trial"] = Numbers(TrialNumbers(folder)),
            ["condition"] = new JsonArray([.. folder.Trials.Texts("condition").Select(t => (JsonNode?)t)]),
            ["valid"] = new JsonArray([.. folder.Trials.Texts("valid").Select(t => (JsonNode?)IsValid(t))]),
            ["mep_uv"] = Numbers(folder.Trials.Numbers("mep_uv")),
            ["cbi_ratio"] = Numbers(folder.Trials.Numbers("cbi_ratio")),
            ["cbi_low"] = Numbers(folder.Trials.Numbers("cbi_low")),
            ["cbi_high"] = Numbers(folder.Trials.Numbers("cbi_high")),
        };
        if (folder.TimingErrorsUs.Count > 0)
        {
            var histogram = Histogram.Of(folder.TimingErrorsUs, 40);
            data["timing_centre_us"] = Numbers(histogram.Centres.Select(c => (double?)c));
            data["timing_count"] = new JsonArray([.. histogram.Counts.Select(c => (JsonNode?)c)]);
            data["timing_width_us"] = histogram.Width;
        }

        return data;
    }

    private static IEnumerable<double?> TrialNumbers(SessionFolder folder) =>
        folder.Trials.Columns.Contains("trial")
            ? folder.Trials.Numbers("trial")
            : folder.Trials.Rows.Select((_, i) => (double?)(i + 1));

    /// <summary>What a cell of the column <c>valid</c> says; null if nothing.</summary>
    public static bool? IsValid(string? text) => text switch
    {
        "1" or "true" or "True" => true,
        "0" or "false" or "False" => false,
        _ => null,
    };

    private static JsonArray Numbers(IEnumerable<double?> values) => new([.. values.Select(v => (JsonNode?)v)]);

    private static string RefusalTable(SessionFolder folder) => folder.Refusals.Count == 0
        ? $"<p class=\"none\">{(folder.KnowsRefusals ? "Nothing was held or refused." : "This was not recorded.")}</p>"
        : Html.Table(
            "refusals",
            ["Limit", "By", "Count", "Limit's value", "Furthest asked", "Source"],
            folder.Refusals.Select(r => (IReadOnlyList<string>)
            [
                Html.Text(SessionTables.Words(r.Limit)),
                r.ByProtocol ? "protocol (held)" : "safety gate (refused)",
                Html.Number(r.Count, 0),
                Html.Number(r.LimitValue, 4, r.Unit),
                Html.Number(r.FurthestAsked, 4, r.Unit),
                r.Source.Length > 0 ? Html.Text(r.Source) : Html.Missing,
            ]));

    private static string TrialTable(SessionFolder folder) => folder.Trials.Rows.Count == 0
        ? "<p class=\"none\">No trial was completed.</p>"
        : Html.Table(
            "trials",
            [.. folder.Trials.Columns.Select(SessionTables.Label)],
            folder.Trials.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Cell)]));

    private static string Cell(string cell) => TsvTable.IsMissing(cell) ? Html.Missing : Html.Text(cell);
}
