using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>The section <c>subject</c>: who is stimulated, and today's thresholds.</summary>
public sealed record SubjectSection
{
    /// <summary>The pseudonym that names the session's folder and the dose ledger; letters, digits and '-'.</summary>
    public required string Id { get; init; }

    /// <summary>Resting motor threshold; null if it is not known, which forbids stimulation of M1.</summary>
    public PercentMso? RestingMotorThreshold { get; init; }

    /// <summary>Active motor threshold; null if it is not known.</summary>
    public PercentMso? ActiveMotorThreshold { get; init; }

    /// <summary>Active motor threshold over the inion; null if it is not known.</summary>
    public PercentMso? InionActiveMotorThreshold { get; init; }

    /// <summary>True for a virtual subject: nobody can be hurt, and no real device may be among the outputs.</summary>
    public bool Simulated { get; init; }

    /// <summary>The screening record; null if there is none.</summary>
    public ScreeningSection? Screening { get; init; }

    internal static SubjectSection Read(Keys keys)
    {
        var subject = new SubjectSection
        {
            Id = keys.Text("id"),
            RestingMotorThreshold = Threshold(keys, "rmt_percent_mso"),
            ActiveMotorThreshold = Threshold(keys, "amt_percent_mso"),
            InionActiveMotorThreshold = Threshold(keys, "inion_amt_percent_mso"),
            Simulated = keys.Flag("simulated", false),
            Screening = keys.ChildOrNull("screening") is { } screening ? ScreeningSection.Read(screening) : null,
        };
        if (!subject.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            keys.Wrong("id", $"'{subject.Id}' names a folder; possible are letters, digits and '-', e.g. sub-01.");
        }

        keys.Finish();
        return subject;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text("id", Id);
        yaml.Number("rmt_percent_mso", RestingMotorThreshold?.TotalPercent);
        yaml.Number("amt_percent_mso", ActiveMotorThreshold?.TotalPercent);
        yaml.Number("inion_amt_percent_mso", InionActiveMotorThreshold?.TotalPercent);
        yaml.Flag("simulated", Simulated);
        if (Screening is { } screening)
        {
            yaml.Section("screening", () => screening.Write(yaml));
        }
    }

    private static PercentMso? Threshold(Keys keys, string key) =>
        keys.NumberOrNull(key, 5, 100) is { } percent ? PercentMso.FromPercent(percent) : null;
}
