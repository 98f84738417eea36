namespace ClosedLoop.Safety;

/// <summary>By which rules a train is judged.</summary>
public enum TrainPattern : byte
{
    /// <summary>Single pulses, pairs, and repetitions of them: at most 2 pulses within a second, the least interval between trials.</summary>
    Trials,

    /// <summary>Conventional repetitive trains: one output, one pulse each period, by the tables.</summary>
    Repetitive,

    /// <summary>Theta burst: one output, 3 pulses 20 ms apart, each 200 ms.</summary>
    ThetaBurst,
}
