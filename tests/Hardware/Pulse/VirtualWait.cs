using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.Tests.Hardware;

/// <summary>Waits on a virtual clock, and wakes as late as the test says.</summary>
internal sealed class VirtualWait(FakeClock clock) : IReleaseWait
{
    /// <summary>By how much each wait ends late.</summary>
    public Duration Lateness { get; set; }

    /// <summary>Done in the middle of each wait.</summary>
    public Action? Meanwhile { get; set; }

    public List<Instant> Waits { get; } = [];

    public Instant Now => clock.Now;

    public void Until(Instant instant)
    {
        Waits.Add(instant);
        Meanwhile?.Invoke();
        var until = instant + Lateness;
        clock.AdvanceTo(until > clock.Now ? until : clock.Now);
    }

    public void Interrupt()
    {
    }

    public void Begin()
    {
    }
}
