using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// What an experiment says of limits, to be resolved into those in force. It can tighten any of them, and loosen one only up to its hard cap.
/// </summary>
/// <example><code>
/// var limits = new LimitSettings
/// {
///     Subject = new SubjectFacts { Id = "sub-01", RestingThreshold = PercentMso.FromPercent(50) },
///     Outputs = [new OutputFacts { Name = "ts", Target = StimulusTarget.Motor, IsSimulated = true }],
///     Values = new Dictionary&lt;LimitId, double&gt; { [LimitId.PulsesPerSession] = 200 },
/// }.Resolve();
/// </code></example>
public sealed record LimitSettings
{
    // A day, in seconds: no least time beyond it means anything in a session of at most 90 min.
    private const double LongestLeast = 86_400;

    /// <summary>The subject.</summary>
    public required SubjectFacts Subject { get; init; }

    /// <summary>The outputs, 1 to 8, in the order of their indices.</summary>
    public required IReadOnlyList<OutputFacts> Outputs { get; init; }

    /// <summary>Values that the experiment sets, each in the unit of <see cref="LimitCatalogue"/>; what is not named keeps its default.</summary>
    public IReadOnlyDictionary<LimitId, double> Values { get; init; } = new Dictionary<LimitId, double>();

    /// <summary>Which patterns the experiment approved.</summary>
    public ApprovedPatterns Patterns { get; init; }

    /// <summary>True when the experiment accepts that outputs less than 100 ms apart are timed by the host (<c>timing: host</c>).</summary>
    public bool IsHostTimingAccepted { get; init; }

    /// <summary>Leave to give single trains beyond the reduced table; null: none.</summary>
    public SignedOverride? SingleTrainOverride { get; init; }

    /// <summary>Works the limits in force out; what it returns never changes.</summary>
    /// <exception cref="LimitException">
    /// A value is looser than its hard cap, tighter than makes sense, not a number or of no known limit; an output or the subject is
    /// described impossibly; an override lacks its reason or its second signature.
    /// </exception>
    public ResolvedLimits Resolve()
    {
        CheckOutputs();
        CheckSubject();
        CheckOverride();
        foreach (var id in Values.Keys)
        {
            if (!LimitCatalogue.Defaults.Any(limit => limit.Id == id))
            {
                throw new LimitException(id, $"The limit {id} has no value that could be set.");
            }
        }

        return new ResolvedLimits(this, [.. LimitCatalogue.Defaults.Select(Resolved)]);
    }

    private Limit Resolved(Limit limit)
    {
        if (!Values.TryGetValue(limit.Id, out var value))
        {
            return limit;
        }

        if (!double.IsFinite(value) || limit.IsLooserThanCap(value))
        {
            throw new LimitException(limit.Id, LimitText.LooserThanCap(limit, value));
        }

        if (value < LimitCatalogue.TightestOf(limit.Id) || (limit.Sense == LimitSense.AtLeast && value > LongestLeast))
        {
            throw new LimitException(limit.Id, LimitText.TooTight(limit, value));
        }

        return limit with { Value = value };
    }

    private void CheckOutputs()
    {
        if (Outputs.Count is < 1 or > DeviceReports.Capacity)
        {
            throw new LimitException($"An experiment has 1 to {DeviceReports.Capacity} outputs; {Outputs.Count} were given.");
        }

        foreach (var output in Outputs)
        {
            if (output.Device is < 0 or >= DeviceReports.Capacity)
            {
                throw new LimitException($"Output '{output.Name}': devices are numbered 0 to {DeviceReports.Capacity - 1}, not {output.Device}.");
            }

            if (output.LeastHorizon < Duration.Zero || output.Recharge < Duration.Zero
                || !double.IsFinite(output.ElectrodeSquareCentimetres) || output.ElectrodeSquareCentimetres < 0)
            {
                throw new LimitException($"Output '{output.Name}': horizon, recharge time and electrode area cannot be negative.");
            }
        }
    }

    private void CheckSubject()
    {
        foreach (var threshold in new[] { Subject.RestingThreshold, Subject.ActiveThreshold, Subject.InionThreshold })
        {
            if (threshold is { TotalPercent: <= 0 or > 100 })
            {
                throw new LimitException(
                    LimitId.MotorThreshold, $"A motor threshold lies above 0 and at most at 100 % MSO; {threshold} was given for {Subject.Id}.");
            }
        }
    }

    private void CheckOverride()
    {
        if (SingleTrainOverride is not { } leave)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(leave.Reason) || string.IsNullOrWhiteSpace(leave.SignedBy)
            || string.IsNullOrWhiteSpace(leave.CountersignedBy)
            || string.Equals(leave.SignedBy.Trim(), leave.CountersignedBy.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            throw new LimitException(
                LimitId.TrainDuration, "Trains beyond the reduced table need a reason and the signatures of two different persons.");
        }
    }
}
