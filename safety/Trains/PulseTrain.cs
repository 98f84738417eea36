using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// When each pulse of a train falls: a group of up to 4 pulses, repeated <see cref="InnerCount"/> times each <see cref="InnerPeriod"/>,
/// that repeated <see cref="OuterCount"/> times each <see cref="OuterPeriod"/>. Pulse (o, i, p) starts at
/// o × OuterPeriod + i × InnerPeriod + offset(p) after the train's start: computed from integers, so errors never add up.
/// </summary>
/// <remarks>
/// A fixed-size value without references, so that it can cross processes as it is. <c>default</c> has no pulse. Intermittent theta burst
/// is 3 pulses at 0, 20 and 40 ms × 10 each 200 ms × 20 each 10 s; a CBI pair is 2 pulses at 0 and 5 ms, once.
/// </remarks>
public struct PulseTrain
{
    /// <summary>The most repetitions, inner or outer; with <see cref="LongestSpan"/> it keeps every sum and product in range.</summary>
    public const int MostRepetitions = 10_000;

    private PulseGroup _group;

    /// <summary>The longest period or offset: a day.</summary>
    public static Duration LongestSpan => Duration.FromSeconds(86_400);

    /// <summary>Pulses in the group, 0 to 4.</summary>
    public int GroupSize { readonly get; private set; }

    /// <summary>How often the group is repeated within one outer repetition, 1 or more.</summary>
    public int InnerCount { readonly get; private set; }

    /// <summary>Group onset to group onset.</summary>
    public Duration InnerPeriod { readonly get; private set; }

    /// <summary>How often the inner repetition is repeated, 1 or more.</summary>
    public int OuterCount { readonly get; private set; }

    /// <summary>Onset to onset of the outer repetitions.</summary>
    public Duration OuterPeriod { readonly get; private set; }

    /// <summary>Builds a train and checks that every pulse comes after the one before it.</summary>
    /// <exception cref="ArgumentException">
    /// No pulse or more than 4 in the group, a negative offset, counts below 1 or above <see cref="MostRepetitions"/>, spans above
    /// <see cref="LongestSpan"/>, or pulses that would not be in ascending order of time (two outputs may share an instant; one output
    /// may not fire twice at once).
    /// </exception>
    public static PulseTrain Create(
        ReadOnlySpan<Pulse> group,
        int innerCount = 1,
        Duration innerPeriod = default,
        int outerCount = 1,
        Duration outerPeriod = default)
    {
        Check(group, innerCount, innerPeriod, outerCount, outerPeriod);
        var train = new PulseTrain
        {
            GroupSize = group.Length,
            InnerCount = innerCount,
            InnerPeriod = innerPeriod,
            OuterCount = outerCount,
            OuterPeriod = outerPeriod,
        };
        for (var p = 0; p < group.Length; p++)
        {
            train._group[p] = group[p];
        }

        return train;
    }

    /// <summary>All pulses of the train.</summary>
    public readonly int PulseCount => GroupSize * InnerCount * OuterCount;

    /// <summary>Pulse k of the group, 0 ≤ k &lt; <see cref="GroupSize"/>.</summary>
    public readonly Pulse InGroup(int k) => k >= 0 && k < GroupSize
        ? _group[k]
        : throw new ArgumentOutOfRangeException(nameof(k), k, $"The group has {GroupSize} pulses.");

    /// <summary>Pulse k of the whole train with its onset after the train's start, 0 ≤ k &lt; <see cref="PulseCount"/>.</summary>
    public readonly Pulse this[int k]
    {
        get
        {
            if (k < 0 || k >= PulseCount)
            {
                throw new ArgumentOutOfRangeException(nameof(k), k, $"The train has {PulseCount} pulses.");
            }

            var pulse = _group[k % GroupSize];
            var repetition = k / GroupSize;
            var onset = (InnerPeriod * (repetition % InnerCount)) + (OuterPeriod * (repetition / InnerCount)) + pulse.Offset;
            return pulse with { Offset = onset };
        }
    }

    /// <summary>Onset of the last pulse after the train's start.</summary>
    public readonly Duration LastOnset => PulseCount == 0 ? Duration.Zero : this[PulseCount - 1].Offset;

    private static void Check(
        ReadOnlySpan<Pulse> group, int innerCount, Duration innerPeriod, int outerCount, Duration outerPeriod)
    {
        if (group.IsEmpty || group.Length > PulseGroup.Capacity)
        {
            throw new ArgumentException($"A group has 1 to {PulseGroup.Capacity} pulses; {group.Length} were asked for.", nameof(group));
        }

        if (innerCount is < 1 or > MostRepetitions || outerCount is < 1 or > MostRepetitions)
        {
            throw new ArgumentException($"A train repeats its group 1 to {MostRepetitions} times, inner and outer.", nameof(innerCount));
        }

        if (!IsSpan(innerPeriod) || !IsSpan(outerPeriod) || !IsSpan(group[^1].Offset))
        {
            throw new ArgumentException("Periods and offsets are 0 to 24 h.", nameof(innerPeriod));
        }

        if (!IsAscending(group))
        {
            throw new ArgumentException("The pulses of a group must be in ascending order of onset.", nameof(group));
        }

        var groupLength = group[^1].Offset;
        if (innerCount > 1 && innerPeriod <= groupLength)
        {
            throw new ArgumentException($"Groups of {groupLength} cannot repeat each {innerPeriod}.", nameof(innerPeriod));
        }

        var innerLength = (innerPeriod * (innerCount - 1)) + groupLength;
        if (outerCount > 1 && outerPeriod <= innerLength)
        {
            throw new ArgumentException($"Trains of {innerLength} cannot repeat each {outerPeriod}.", nameof(outerPeriod));
        }
    }

    /// <summary>
    /// True when it is what <see cref="Create"/> would make: asked of a record that came from another process, whose bytes may be
    /// anything. Neither throws nor allocates.
    /// </summary>
    public readonly bool IsSound
    {
        get
        {
            if (GroupSize is < 1 or > PulseGroup.Capacity || InnerCount is < 1 or > MostRepetitions
                || OuterCount is < 1 or > MostRepetitions || !IsSpan(InnerPeriod) || !IsSpan(OuterPeriod))
            {
                return false;
            }

            ReadOnlySpan<Pulse> room = _group;
            var group = room[..GroupSize];
            if (!IsSpan(group[^1].Offset) || !IsAscending(group) || (InnerCount > 1 && InnerPeriod <= group[^1].Offset))
            {
                return false;
            }

            return OuterCount == 1 || OuterPeriod > (InnerPeriod * (InnerCount - 1)) + group[^1].Offset;
        }
    }

    private static bool IsSpan(Duration span) => span >= Duration.Zero && span <= LongestSpan;

    private static bool IsAscending(ReadOnlySpan<Pulse> group)
    {
        for (var later = 0; later < group.Length; later++)
        {
            if (group[later].Offset < Duration.Zero)
            {
                return false;
            }

            for (var earlier = 0; earlier < later; earlier++)
            {
                if (group[later].Offset < group[earlier].Offset
                    || (group[later].Offset == group[earlier].Offset && group[later].Output == group[earlier].Output))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
