using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using ClosedLoop.Control;

namespace ClosedLoop.App;

/// <summary>
/// Measures how long a replay's loop takes. Start-up is left out, also where it comes late: what the runtime spends on compiling code before
/// its first use, and the calibration's fits, which in a live session run on a thread of their own and here on this one.
/// </summary>
/// <param name="lane">Where the fits run, on the calling thread.</param>
internal sealed class ReplayWatch(ISideLane lane) : ISideLane
{
    private readonly Stopwatch _all = new();
    private readonly Stopwatch _fits = new();
    private TimeSpan _compiledBefore;
    private TimeSpan _compiledInFits;

    /// <summary>The turns alone.</summary>
    public TimeSpan Loop => _all.Elapsed - _fits.Elapsed - Compiling;

    /// <summary>The fits, their own compiling included.</summary>
    public TimeSpan Fits => _fits.Elapsed;

    /// <summary>Compiling within the loop, outside the fits.</summary>
    public TimeSpan Compiling { get; private set; }

    public void Start()
    {
        _compiledBefore = Compiled();
        _all.Start();
    }

    public void Stop()
    {
        _all.Stop();
        Compiling = Compiled() - _compiledBefore - _compiledInFits;
    }

    /// <inheritdoc/>
    public void Start(ISideTask task, long fromInput)
    {
        var before = Compiled();
        _fits.Start();
        lane.Start(task, fromInput);
        _fits.Stop();
        _compiledInFits += Compiled() - before;
    }

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out SideResult? result) => lane.TryTake(out result);

    private static TimeSpan Compiled() => JitInfo.GetCompilationTime(currentThread: true);
}
