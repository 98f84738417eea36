namespace ClosedLoop.Tests.Loop;

/// <summary>Members that some rooms must not use, and why.</summary>
internal static class ArchitectureRule
{
    private static readonly HashSet<string> _clocks =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.TimeProvider.get_System", "System.TimeProvider.GetUtcNow", "System.TimeProvider.GetTimestamp",
        "System.Threading.Thread.Sleep", "System.Threading.Tasks.Task.Delay",
        "System.Threading.SpinWait.SpinOnce", "System.Threading.SpinWait.SpinUntil",
    ];

    private static readonly HashSet<string> _clockTypes =
    [
        "System.Diagnostics.Stopwatch", "System.Threading.PeriodicTimer", "System.Threading.Timer", "System.Timers.Timer",
        "System.Reactive.Concurrency.Scheduler", "System.Reactive.Concurrency.DefaultScheduler",
    ];

    private static readonly HashSet<string> _nativeClocks =
    [
        "clock_gettime", "clock_nanosleep", "nanosleep", "usleep", "sleep", "gettimeofday", "time", "Sleep", "SleepEx",
        "QueryPerformanceCounter", "GetTickCount64", "GetSystemTimePreciseAsFileTime",
    ];

    // Types whose functions come down to the C runtime; the generic interfaces are how T.Sin(x) is compiled.
    private static readonly HashSet<string> _runtimeMath =
    [
        "System.Math", "System.MathF", "System.Double", "System.Single", "System.Half", "System.Numerics.Complex",
        "System.Numerics.ITrigonometricFunctions", "System.Numerics.IHyperbolicFunctions", "System.Numerics.IExponentialFunctions",
        "System.Numerics.ILogarithmicFunctions", "System.Numerics.IPowerFunctions", "System.Numerics.IRootFunctions",
        "System.Numerics.IFloatingPointIeee754", "System.Numerics.Tensors.TensorPrimitives",
    ];

    private static readonly HashSet<string> _transcendentals =
    [
        "Sin", "Cos", "Tan", "SinCos", "Asin", "Acos", "Atan", "Atan2", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
        "SinPi", "CosPi", "TanPi", "SinCosPi", "AsinPi", "AcosPi", "AtanPi", "Atan2Pi",
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "Log", "Log2", "Log10", "LogP1", "Log2P1", "Log10P1",
        "Pow", "Cbrt", "RootN", "Hypot", "FromPolarCoordinates", "get_Phase", "get_Magnitude", "Abs", "Sqrt",
    ];

    // These are exact, or plain arithmetic, on real numbers; of complex ones they are not.
    private static readonly HashSet<string> _exactOnReals = ["Abs", "Sqrt", "Hypot", "get_Magnitude"];

    // Math.NET's own functions end in the C runtime; its linear algebra is plain arithmetic.
    private static readonly string[] _mathNetFunctions =
    [
        "MathNet.Numerics.Trig", "MathNet.Numerics.SpecialFunctions", "MathNet.Numerics.Distributions.", "MathNet.Numerics.IntegralTransforms.",
        "MathNet.Numerics.Window", "MathNet.Numerics.Generate", "MathNet.Numerics.Constants.", "MathNet.Numerics.ComplexExtensions",
    ];

    /// <summary>Reads a clock other than the one handed in, or waits.</summary>
    public static bool IsClockOrSleep(string type, string member) =>
        _clocks.Contains($"{type}.{member}") || _clockTypes.Contains(type) || (type == "native" && _nativeClocks.Contains(member));

    /// <summary>Gives bits that depend on the C runtime or on the width of the CPU's vectors.</summary>
    public static bool DependsOnCpu(string type, string member) =>
        (_runtimeMath.Contains(type) && _transcendentals.Contains(member)
            && (type == "System.Numerics.Complex" || !_exactOnReals.Contains(member)))
        || type == "System.Numerics.Vector"
        || type.StartsWith("System.Runtime.Intrinsics.X86.", StringComparison.Ordinal)
        || type.StartsWith("System.Runtime.Intrinsics.Arm.", StringComparison.Ordinal)
        || _mathNetFunctions.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Draws numbers that no seed of the experiment decides.</summary>
    public static bool IsUnseededChance(string type, string member) =>
        (type == "System.Random" && member is "get_Shared" or ".ctor()")
        || (type == "System.Guid" && member is "NewGuid" or "CreateVersion7")
        || type is "System.Security.Cryptography.RandomNumberGenerator";
}
