using System.Security.Cryptography;
using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// All limits in force for one session, with the facts that the gate needs to check them; immutable. Made by
/// <see cref="LimitSettings.Resolve"/> alone. Its hash crosses the link at the start, so that both sides are sure to mean the same.
/// </summary>
public sealed class ResolvedLimits
{
    private readonly double[] _values;
    private readonly OutputLimits[] _outputs;
    private readonly byte[] _hash;

    internal ResolvedLimits(LimitSettings settings, IReadOnlyList<Limit> limits)
    {
        Limits = limits;
        _values = new double[(int)limits.Max(limit => limit.Id) + 1];
        foreach (var limit in limits)
        {
            _values[(int)limit.Id] = limit.Value;
        }

        Outputs = [.. settings.Outputs];
        Subject = settings.Subject;
        Patterns = settings.Patterns;
        IsHostTimingAccepted = settings.IsHostTimingAccepted;
        SingleTrainOverride = settings.SingleTrainOverride;
        RestingThreshold = settings.Subject.RestingThreshold.GetValueOrDefault();
        IsEveryOutputSimulated = Outputs.All(output => output.IsSimulated);
        DataAge = Milliseconds(LimitId.DataAge);
        ReleaseAge = Milliseconds(LimitId.ReleaseAge);
        Horizon = Milliseconds(LimitId.Horizon);
        HorizonFar = Milliseconds(LimitId.HorizonFar);
        DeviceAge = Milliseconds(LimitId.DeviceReady);
        Lateness = Milliseconds(LimitId.Lateness);
        Watchdog = Milliseconds(LimitId.Watchdog);
        MinimumInterval = Duration.FromSeconds(this[LimitId.MinimumInterval]);
        TrainGap = Duration.FromSeconds(this[LimitId.TrainGap]);
        LeastOnsetToOnset = PeriodOf(LimitId.TriggerRate);
        LeastTrainPeriod = PeriodOf(LimitId.TrainFrequency);
        SessionDuration = Duration.FromSeconds(this[LimitId.SessionDuration] * 60);
        ArmedDuration = Duration.FromSeconds(this[LimitId.ArmedDuration] * 60);
        var caps = new IntensityCaps(settings, this);
        _outputs = [.. Outputs.Select(caps.Of)];
        _hash = SHA256.HashData(Encode());
    }

    /// <summary>Every limit with a number of its own, for a person to read: value, hard cap, unit, source, certainty.</summary>
    public IReadOnlyList<Limit> Limits { get; }

    /// <summary>The outputs in the order of their indices.</summary>
    public IReadOnlyList<OutputFacts> Outputs { get; }

    /// <summary>The subject.</summary>
    public SubjectFacts Subject { get; }

    /// <summary>Which patterns the experiment approved.</summary>
    public ApprovedPatterns Patterns { get; }

    /// <summary>True when outputs less than 100 ms apart may be timed by the host.</summary>
    public bool IsHostTimingAccepted { get; }

    /// <summary>Leave to give single trains beyond the reduced table; null: none.</summary>
    public SignedOverride? SingleTrainOverride { get; }

    /// <summary>True when no output is real.</summary>
    public bool IsEveryOutputSimulated { get; }

    /// <summary>Greatest age of the newest sample at admission.</summary>
    public Duration DataAge { get; }

    /// <summary>Greatest age of the newest sample when a train's first pulse is released.</summary>
    public Duration ReleaseAge { get; }

    /// <summary>Least time from admission to the first pulse, for any output.</summary>
    public Duration Horizon { get; }

    /// <summary>Greatest time from admission to the first pulse.</summary>
    public Duration HorizonFar { get; }

    /// <summary>Greatest age of a device's report.</summary>
    public Duration DeviceAge { get; }

    /// <summary>How late a pulse may leave.</summary>
    public Duration Lateness { get; }

    /// <summary>Silence of the thinking side after which the firing side disarms.</summary>
    public Duration Watchdog { get; }

    /// <summary>Least time from the last train's last pulse to the next train's first.</summary>
    public Duration MinimumInterval { get; }

    /// <summary>Least time from the end of a repetitive train (its last period counted in) to the next one's first pulse.</summary>
    public Duration TrainGap { get; }

    /// <summary>Least onset to onset of trains: one over the trigger rate.</summary>
    public Duration LeastOnsetToOnset { get; }

    /// <summary>Least onset to onset of pulses in a repetitive train: one over the highest frequency.</summary>
    public Duration LeastTrainPeriod { get; }

    /// <summary>How long the session may last.</summary>
    public Duration SessionDuration { get; }

    /// <summary>How long the session may stay armed without a new arming.</summary>
    public Duration ArmedDuration { get; }

    /// <summary>The value in force, in the limit's unit; 0 for a limit without a number of its own.</summary>
    public double this[LimitId limit] => (int)limit < _values.Length ? _values[(int)limit] : 0;

    /// <summary>
    /// The strongest setting of an output outside theta burst, by all intensity limits together; null where a threshold that they need
    /// is not known, and then the gate refuses every setting. 0 where the thresholds leave nothing.
    /// </summary>
    /// <exception cref="IndexOutOfRangeException">There is no such output.</exception>
    public PercentMso? StrongestOf(int output)
    {
        var most = Math.Min(_outputs[output].MotorCap, _outputs[output].CerebellumCap);
        return double.IsNaN(most) ? null : PercentMso.FromPercent(Math.Max(0, most));
    }

    /// <summary>SHA-256 of <see cref="Encode"/>, 32 bytes.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The resting threshold; <c>default</c> where it is not known.</summary>
    internal PercentMso RestingThreshold { get; }

    /// <summary>The numbers of an output; the index must be one of <see cref="Outputs"/>.</summary>
    internal ref readonly OutputLimits Output(int output) => ref _outputs[output];

    /// <summary>
    /// Everything that the gate's verdicts can depend on, as bytes: little-endian, text as UTF-8 with its length before it. Two
    /// sessions with the same bytes have the same limits. Allocates.
    /// </summary>
    public byte[] Encode() => LimitEncoding.Encode(this);

    private Duration Milliseconds(LimitId limit) => Duration.FromMilliseconds(this[limit]);

    // A rate of less than one a day is longer than any session, and 1/0 no time at all.
    private Duration PeriodOf(LimitId limit) => Duration.FromSeconds(Math.Min(1 / this[limit], 86_400));
}
