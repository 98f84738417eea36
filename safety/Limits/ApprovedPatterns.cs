namespace ClosedLoop.Safety;

/// <summary>Which patterns the experiment approved; a train that is none of them must keep the rules of single trials.</summary>
[Flags]
public enum ApprovedPatterns : byte
{
    /// <summary>None: single pulses, pairs, and repetitions of them that keep the least interval.</summary>
    None = 0,

    /// <summary>Conventional repetitive trains, within the tables of <see cref="TrainTable"/>.</summary>
    Repetitive = 1,

    /// <summary>Theta burst: 3 pulses 20 ms apart each 200 ms.</summary>
    ThetaBurst = 2,
}
