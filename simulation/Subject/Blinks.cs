using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// Eye blinks: at random (exponential intervals of at least 1 s), each a bump of 300 ms, t²(1 − t)² scaled to a peak of 1.
/// </summary>
internal sealed class Blinks
{
    private static readonly Duration Length = Duration.FromMilliseconds(300);

    private readonly SeededRandom _random;
    private readonly double _meanSeconds;
    private Instant _next;

    internal Blinks(double perMinute, SeededRandom random, Instant start)
    {
        _random = random;
        _meanSeconds = perMinute > 0 ? 60 / perMinute : 0;
        _next = start;
        Schedule();
    }

    /// <summary>The bump at an instant, 0 to 1. Instants must not go back.</summary>
    internal double ValueAt(Instant instant)
    {
        if (_meanSeconds == 0 || instant < _next)
        {
            return 0;
        }

        var t = (instant - _next) / Length;
        if (t >= 1)
        {
            Schedule();
            return 0;
        }

        return 16 * t * t * (1 - t) * (1 - t);
    }

    private void Schedule() =>
        _next += Duration.FromSeconds(1 - (_meanSeconds * Core.Numerics.DeterministicMath.Log(1 - _random.NextUniform())));
}
