using System.Text.Json.Nodes;

namespace ClosedLoop.App;

/// <summary>The session in a few large numbers.</summary>
internal static class ReportCards
{
    private const string Refused = "Refused or held";

    /// <summary>The cards as HTML.</summary>
    public static string Of(SessionFolder folder) => string.Concat(
    [
        Card("Outcome", Html.Text(JsonLines.Text(folder.Session, "outcome")), Html.Time(JsonLines.Text(folder.Session, "end"))),
        Trials(folder),
        Timing(folder),
        Cbi(folder),
        folder.KnowsRefusals
            ? Card(Refused, Html.Number(folder.Refusals.Sum(r => r.Count), 0), Html.Count(folder.Refusals.Count, "reason"))
            : Card(Refused, Html.Missing, "not recorded"),
    ]);

    private static string Trials(SessionFolder folder)
    {
        var planned = folder.Experiment?.Protocol?.Trials;
        var valid = folder.Trials.Texts("valid");
        var good = valid.All(v => v is null)
            ? "validity not recorded"
            : $"{valid.Count(v => ReportPage.IsValid(v) == true)} valid";
        var of = planned is { } p ? $" <small>of {p}</small>" : "";
        return Card("Trials", Html.Number(folder.Trials.Rows.Count, 0) + of, good);
    }

    private static string Timing(SessionFolder folder)
    {
        var absolute = folder.TimingErrorsUs.Select(Math.Abs).ToList();
        return Card(
            "Timing error, p99",
            Html.Number(Percentile.Of(absolute, 99), 1, "µs"),
            $"median {Html.Number(Percentile.Of(absolute, 50), 1, "µs")}, largest "
                + $"{Html.Number(Percentile.Of(absolute, 100), 1, "µs")}, {Html.Count(absolute.Count, "pulse")}");
    }

    private static string Cbi(SessionFolder folder)
    {
        var (ratio, low, high) = (Last(folder, "cbi_ratio"), Last(folder, "cbi_low"), Last(folder, "cbi_high"));
        var truth = folder.Session["counts"] is JsonObject counts && JsonLines.Number(counts, "cbi_true") is { } t
            ? $", truth {Html.Number(t, 3)}"
            : "";
        return ratio is null
            ? ""
            : Card("CBI ratio", Html.Number(ratio, 3), $"95 % interval {Html.Number(low, 3)} to {Html.Number(high, 3)}{truth}");
    }

    private static double? Last(SessionFolder folder, string column) =>
        folder.Trials.Numbers(column).LastOrDefault(v => v is not null);

    private static string Card(string name, string value, string below) =>
        $"<div class=\"card\"><div class=\"name\">{Html.Text(name)}</div><div class=\"value\">{value}</div><div "
            + $"class=\"below\">{below}</div></div>";
}
