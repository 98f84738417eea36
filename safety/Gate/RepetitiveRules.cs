namespace ClosedLoop.Safety;

/// <summary>
/// Conventional repetitive trains, by the tables. Several trains, and any faster than 1 Hz, by the reduced one; a single train at 1 Hz
/// or slower by the longest published duration, since the reduced table ends there with what was tested; a single faster one only
/// with a signed override.
/// </summary>
internal static class RepetitiveRules
{
    private const long OneHertz = 1_000_000_000;

    public static GateVerdict Check(in PulseTrain train, ResolvedLimits limits)
    {
        if (train.InnerPeriod < limits.LeastTrainPeriod)
        {
            return GateVerdict.Refuse(LimitId.TrainFrequency, limits[LimitId.TrainFrequency], 1 / train.InnerPeriod.TotalSeconds);
        }

        var gap = TrainRules.CheckGap(train, limits);
        return gap.IsRefused ? gap : CheckTable(train, limits);
    }

    private static GateVerdict CheckTable(in PulseTrain train, ResolvedLimits limits)
    {
        var isSlow = train.InnerPeriod.TotalNanoseconds >= OneHertz;
        var isSingle = train.OuterCount == 1 && (isSlow || limits.SingleTrainOverride is not null);
        var table = isSingle ? TrainTable.Single : TrainTable.Reduced;
        var setting = train.InGroup(0).Setting;
        if (!table.TryFind(train.InnerPeriod, setting, limits.RestingThreshold, out var cell))
        {
            return GateVerdict.Refuse(LimitId.TrainDuration, 0, (train.InnerPeriod * train.InnerCount).TotalSeconds);
        }

        if (train.InnerCount > cell.Pulses)
        {
            return GateVerdict.Refuse(LimitId.TrainPulses, cell.Pulses, train.InnerCount);
        }

        var length = train.InnerPeriod * train.InnerCount;
        return length > cell.Longest
            ? GateVerdict.Refuse(LimitId.TrainDuration, cell.Seconds, length.TotalSeconds)
            : default;
    }
}
