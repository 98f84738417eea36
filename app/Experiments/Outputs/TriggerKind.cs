namespace ClosedLoop.App;

/// <summary>The drivers for triggers.</summary>
public enum TriggerKind
{
    /// <summary>The timer box: edges on its own clock, so device-timed.</summary>
    TimerBox,

    /// <summary>A trigger that is not there.</summary>
    Simulated,
}
