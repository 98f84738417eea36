using System.Globalization;

namespace ClosedLoop.App;

/// <summary>The section <c>subject.screening</c>: that somebody asked the safety questions, when, and what was decided.</summary>
public sealed record ScreeningSection
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The day of the record.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Who asked, as initials or a role.</summary>
    public required string Assessor { get; init; }

    /// <summary>True if the subject may be stimulated.</summary>
    public required bool Cleared { get; init; }

    internal static ScreeningSection Read(Keys keys)
    {
        var text = keys.Text("date");
        var isDate = DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (!isDate && text.Length > 0)
        {
            keys.Wrong("date", $"'date' is '{text}'; possible is year-month-day, e.g. 2026-03-31.");
        }

        var screening = new ScreeningSection
        {
            Date = date,
            Assessor = keys.Text("assessor"),
            Cleared = keys.Flag("cleared", false),
        };
        keys.Finish();
        return screening;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text("date", Date.ToString(DayFormat, CultureInfo.InvariantCulture));
        yaml.Text("assessor", Assessor);
        yaml.Flag("cleared", Cleared);
    }
}
