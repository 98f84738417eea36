using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>The section <c>limits</c>: limits of this experiment that are tighter than the built-in ones.</summary>
/// <param name="Values">The limits that it sets, in the order of the file, each value in the unit of its key.</param>
public sealed record LimitsSection(IReadOnlyList<(LimitId Limit, double Value)> Values)
{
    private static readonly (string Key, LimitId Limit, double Least, double Most)[] Known =
    [
        ("minimum_interval_s", LimitId.MinimumInterval, 0.1, 3600),
        ("trigger_rate_hz", LimitId.TriggerRate, 0.0001, 100),
        ("pulses_per_run", LimitId.PulsesPerRun, 1, 100_000),
        ("pulses_per_session", LimitId.PulsesPerSession, 1, 100_000),
        ("pulses_per_day", LimitId.PulsesPerDay, 1, 100_000),
        ("intensity_m1_percent_rmt", LimitId.IntensityMotor, 1, 200),
        ("intensity_cerebellum_percent_mso", LimitId.IntensityCerebellum, 1, 100),
        ("coil_temperature_c", LimitId.CoilTemperature, 10, 100),
        ("session_duration_min", LimitId.SessionDuration, 1, 1000),
        ("armed_duration_min", LimitId.ArmedDuration, 1, 1000),
    ];

    /// <summary>No limit of its own.</summary>
    public static LimitsSection None { get; } = new([]);

    /// <summary>The key of a limit in the file; null if an experiment cannot set it.</summary>
    public static string? KeyOf(LimitId limit) => Array.Find(Known, k => k.Limit == limit).Key;

    internal static LimitsSection Read(Keys keys)
    {
        var values = new List<(LimitId, double)>();
        foreach (var (key, limit, least, most) in Known)
        {
            if (keys.NumberOrNull(key, least, most) is { } value)
            {
                values.Add((limit, value));
            }
        }

        keys.Finish();
        return new LimitsSection(values);
    }

    internal void Write(YamlText yaml)
    {
        foreach (var (limit, value) in Values)
        {
            yaml.Number(KeyOf(limit)!, value);
        }
    }
}
