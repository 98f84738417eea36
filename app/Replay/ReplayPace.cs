using System.Diagnostics;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// Holds a replay to a multiple of real time, for watching it. It waits between turns, so it can change nothing that is decided. The default value
/// waits for nothing.
/// </summary>
internal readonly struct ReplayPace
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    private readonly long _started;
    private readonly double _speed;

    /// <summary>Starts now.</summary>
    /// <param name="speed">Seconds of recording a second; 0 for as fast as it goes.</param>
    public ReplayPace(double speed)
    {
        _speed = speed;
        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits until so much of the recording is due.</summary>
    public void WaitFor(Duration played)
    {
        if (_speed <= 0)
        {
            return;
        }

        var early = TimeSpan.FromSeconds(played.TotalSeconds / _speed) - Stopwatch.GetElapsedTime(_started);
        if (early > Shortest)
        {
            Thread.Sleep(early);
        }
    }
}
