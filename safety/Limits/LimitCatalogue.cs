namespace ClosedLoop.Safety;

/// <summary>
/// Every limit with a number of its own: its default, its hard cap and its source. An experiment may set a value anywhere between the
/// tightest and the hard cap; never beyond it. Which checks have no number (form, armed, fault) is seen in <see cref="LimitId"/>.
/// </summary>
public static class LimitCatalogue
{
    private const string Guideline = "Rossi et al. 2009, Clin Neurophysiol 120:2008; 2021, 132:269";
    private const string Project = "this project's choice";

    /// <summary>All of them with their defaults, in the order of <see cref="LimitId"/>.</summary>
    public static IReadOnlyList<Limit> Defaults { get; } =
    [
        Most(LimitId.DataAge, 50, 100, "ms", Project),
        Least(LimitId.Horizon, 2, 0.5, "ms", "this project's choice; an output may ask for more"),
        Most(LimitId.HorizonFar, 250, 500, "ms", "this project's choice: a forecast further ahead is not believed"),
        Most(LimitId.DeviceReady, 1_200, 1_200, "ms", "this project's choice: a Magstim makes itself safe after 1 s without its host"),
        Most(LimitId.CoilTemperature, 40, 40, "°C", "this project's choice, 1 °C below the disarming limit"),
        Most(LimitId.IntensityMotor, 120, 130, "% RMT", Guideline, LimitCertainty.Remembered),
        Most(LimitId.IntensityCerebellum, 80, 90, "% MSO", "this project's choice; no published safe cerebellar dose exists"),
        Most(LimitId.IntensityThetaBurst, 70, 90, "% RMT", "Huang et al. 2005; " + Guideline, LimitCertainty.Remembered),
        Least(LimitId.MinimumInterval, 4, 2, "s", "this project's choice; phase-triggered practice is 2 to 3 s or more"),
        Most(LimitId.TriggerRate, 0.25, 0.5, "Hz", Project),
        Most(LimitId.PulsesPerRun, 600, 1_800, "pulses", "practice in theta burst; " + Guideline, LimitCertainty.Remembered),
        Most(LimitId.PulsesPerSession, 2_000, 3_000, "pulses", Project),
        Most(LimitId.PulsesPerDay, 3_000, 6_000, "pulses", "this project's choice; no published maximum exists"),
        Most(LimitId.PulsesPerSecond, 2, 2, "pulses", Project),
        Least(LimitId.TrainGap, 5, 5, "s", "Chen et al. 1997: 5 s safe, 1 s not above 100 % MT", LimitCertainty.Verified),
        Most(LimitId.TrainFrequency, 20, 25, "Hz", Guideline, LimitCertainty.Remembered),
        Most(LimitId.SessionDuration, 60, 90, "min", Project),
        Most(LimitId.ArmedDuration, 10, 90, "min", "this project's choice; hard cap that of the session"),
        Most(LimitId.Current, 2, 4, "mA", "Bikson et al. 2016; Antal et al. 2017", LimitCertainty.Verified),
        Most(LimitId.Charge, 2.4, 7.2, "C", "Bikson et al. 2016", LimitCertainty.Verified),
        Most(LimitId.CurrentDensity, 0.8, 2.86, "A/m²", "2 mA on 25 cm²; cap 4 mA on 14 cm²; this project's choice"),
        Least(LimitId.CurrentRamp, 15, 5, "s", "practice 10 to 30 s", LimitCertainty.Remembered),
        Most(LimitId.CurrentDuration, 20, 40, "min", "Bikson et al. 2016", LimitCertainty.Verified),
        Most(LimitId.CurrentFrequency, 100, 250, "Hz", "usual tACS 0.1 to 100 Hz", LimitCertainty.Remembered),
        Most(LimitId.Lateness, 0.2, 5, "ms", Project),
        Most(LimitId.Watchdog, 100, 500, "ms", Project),
        Most(LimitId.CoilDisarm, 41, 41, "°C", "IEC 60601-1, applied parts", LimitCertainty.Remembered),
        Most(LimitId.CurrentSlope, 0.5, 0.5, "mA/s", Project),
        Most(LimitId.PulsesPerRepetitiveRun, 1_800, 1_800, "pulses", "practice at 1 Hz; the tables say less for faster trains", LimitCertainty.Remembered),
        Most(LimitId.ReleaseAge, 300, 600, "ms", "this project's choice: age at admission and horizon together"),
    ];

    /// <summary>The least value that still makes sense for a limit of the kind "at most", in its unit: 20 ms for the watchdog, 0 for the others.</summary>
    public static double TightestOf(LimitId limit) => limit == LimitId.Watchdog ? 20 : 0;

    private static Limit Most(
        LimitId id, double value, double hardCap, string unit, string source, LimitCertainty certainty = LimitCertainty.Project) =>
        new(id, value, hardCap, LimitSense.AtMost, unit, source, certainty);

    private static Limit Least(
        LimitId id, double value, double hardCap, string unit, string source, LimitCertainty certainty = LimitCertainty.Project) =>
        new(id, value, hardCap, LimitSense.AtLeast, unit, source, certainty);
}
