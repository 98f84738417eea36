using System.Numerics;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// Does, in every way that could slip by, what the rooms must not do: the proof that the scan sees it. Never called.
/// </summary>
internal static class ArchitectureOffender
{
    public static object[] Clocks() =>
    [
        DateTime.Now, DateTime.UtcNow, DateTime.Today, DateTimeOffset.Now, DateTimeOffset.UtcNow, Environment.TickCount,
        Environment.TickCount64, System.Diagnostics.Stopwatch.GetTimestamp(), TimeProvider.System,
    ];

    public static async Task Sleeps()
    {
        Thread.Sleep(1);
        await Task.Delay(1);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        SpinWait.SpinUntil(() => true);
    }

    public static object[] Transcendentals(double x) =>
    [
        Math.Sin(x), Math.Atan2(x, x), MathF.Exp((float)x), double.Log2(x), float.TanPi((float)x), Generic(x), Complex.Exp(x), Complex.FromPolarCoordinates(x, x),
        new Func<double, double>(Math.Tanh), Enumerable.Range(0, 1).Select(i => Math.Pow(x, i)), Vector<double>.Count,
    ];

    public static object[] Chance() => [Random.Shared, new Random(), Guid.NewGuid()];

    public static object[] Allowed(double x) => [Math.Sqrt(x), Math.Abs(x), Math.Floor(x), MathF.Max(1, 2), double.IsFinite(x), new Random(7), new DateTime(2026, 1, 1)];

    private static T Generic<T>(T x)
        where T : ITrigonometricFunctions<T> => T.Cos(x);
}
