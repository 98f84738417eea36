namespace ClosedLoop.Core;

/// <summary>A clock that moves only when told to: for tests, for replays and for simulations on virtual time. One thread.</summary>
public sealed class FakeClock : Clock
{
    private Instant _now;

    /// <summary>A clock that stands at an instant.</summary>
    public FakeClock(Instant start) => _now = start;

    /// <inheritdoc/>
    public override Instant Now => _now;

    /// <summary>Moves the clock on by a span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative: a monotonic clock never goes back.</exception>
    public void Advance(Duration span) => AdvanceTo(_now + span);

    /// <summary>Moves the clock on to an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed: a monotonic clock never goes back.</exception>
    public void AdvanceTo(Instant instant)
    {
        if (instant < _now)
        {
            throw new ArgumentOutOfRangeException(nameof(instant), instant, $"The clock stands at {_now} and does not go back.");
        }

        _now = instant;
    }
}
