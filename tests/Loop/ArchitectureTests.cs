using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>The walls of the house: who may know whom, and what is not done on the way from a sample to a pulse.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> _mayUse = new()
    {
        ["core"] = [],
        ["acquisition"] = ["core"],
        ["model"] = ["core"],
        ["safety"] = ["core"],
        ["control"] = ["core", "acquisition", "model", "safety"],
        ["hardware"] = ["core", "safety"],
        ["simulation"] = ["core", "acquisition", "safety", "hardware"],
        ["app"] = ["core", "acquisition", "model", "safety", "control", "hardware", "simulation"],
    };

    private static readonly string[] _streamTimeRooms = ["core", "acquisition", "model", "safety", "control"];
    private static readonly string[] _setUpFiles = ["Design.cs", "Fit.cs", "Calibration.cs"];

    [Fact]
    public void The_rooms_refer_to_each_other_only_as_the_table_says()
    {
        Assert.Equal(_mayUse.Keys.Order(), ArchitectureSources.Rooms);
        foreach (var (room, allowed) in _mayUse)
        {
            using var assembly = new ArchitectureAssembly(AssemblyOf(room));
            var known = assembly.References.Select(RoomOf).OfType<string>().Concat(ArchitectureSources.ProjectReferences(room));
            Assert.True(known.All(allowed.Contains), $"{room} refers to {string.Join(", ", known.Except(allowed))}, which it must not know.");
        }
    }

    [Theory]
    [InlineData("core")]
    [InlineData("safety")]
    public void The_innermost_rooms_take_no_packages(string room)
    {
        using var assembly = new ArchitectureAssembly(AssemblyOf(room));
        var foreign = assembly.References.Where(name => RoomOf(name) is null && !IsOfTheFramework(name));
        Assert.Empty(foreign);
    }

    [Fact]
    public void Safety_has_no_friends_that_could_make_an_admitted_train()
    {
        using var assembly = new ArchitectureAssembly(AssemblyOf("safety"));
        Assert.Contains("System.Reflection.AssemblyCompanyAttribute", assembly.Attributes);
        Assert.DoesNotContain("System.Runtime.CompilerServices.InternalsVisibleToAttribute", assembly.Attributes);
    }

    [Fact]
    public void There_is_no_wall_clock_and_no_sleep_where_only_stream_time_belongs()
    {
        foreach (var room in _streamTimeRooms)
        {
            AssertNone(room, ArchitectureRule.IsClockOrSleep, file => !file.StartsWith("core/Time/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_performance_counter_is_read_in_one_place_only()
    {
        using var core = new ArchitectureAssembly(AssemblyOf("core"));
        var readers = core.Uses().Where(use => use.Type == "System.Diagnostics.Stopwatch").Select(use => use.User).Distinct();
        Assert.Equal(["MonotonicClock"], readers);
        Assert.DoesNotContain(core.Uses(), use =>
            use.Type != "System.Diagnostics.Stopwatch" && use.Type != "native" && ArchitectureRule.IsClockOrSleep(use.Type, use.Member));
    }

    [Fact]
    public void The_decision_path_calls_no_arithmetic_that_depends_on_the_CPU()
    {
        AssertNone("core", ArchitectureRule.DependsOnCpu, IsOnThePath);
        AssertNone("model", ArchitectureRule.DependsOnCpu, IsOnThePath);
        AssertNone("control", ArchitectureRule.DependsOnCpu, IsOnThePath);
        AssertNone("safety", ArchitectureRule.DependsOnCpu, IsOnThePath);
        AssertNone("acquisition", ArchitectureRule.DependsOnCpu, file =>
            IsOnThePath(file) && file.StartsWith("acquisition/Conditioning/", StringComparison.Ordinal));
    }

    [Fact]
    public void Chance_comes_from_the_seed_of_the_experiment()
    {
        foreach (var room in new[] { "core", "model", "safety", "control" })
        {
            AssertNone(room, ArchitectureRule.IsUnseededChance, _ => true);
        }
    }

    [Fact]
    public void The_scan_sees_every_way_of_breaking_a_rule()
    {
        using var tests = new ArchitectureAssembly("ClosedLoop.Tests.Loop");
        var uses = tests.Uses().Where(use => use.User == nameof(ArchitectureOffender)).ToList();
        AssertFound(
            ArchitectureRule.IsClockOrSleep,
            "DateTime.Now DateTime.Today DateTime.UtcNow DateTimeOffset.Now DateTimeOffset.UtcNow Environment.TickCount "
            + "Environment.TickCount64 PeriodicTimer..ctor SpinWait.SpinUntil Stopwatch.GetTimestamp Task.Delay "
            + "Thread.Sleep TimeProvider.System");
        AssertFound(
            ArchitectureRule.DependsOnCpu,
            "Complex.Exp Complex.FromPolarCoordinates Double.Log2 ITrigonometricFunctions.Cos Math.Atan2 Math.Pow Math.Sin Math.Tanh "
            + "MathF.Exp Single.TanPi Vector.Count");
        AssertFound(ArchitectureRule.IsUnseededChance, "Guid.NewGuid Random..ctor() Random.Shared");

        void AssertFound(Func<string, string, bool> rule, string expected) => Assert.Equal(expected, string.Join(' ', uses
            .Where(use => rule(use.Type, use.Member))
            .Select(use => $"{use.Type.Split('.')[^1]}.{use.Member.Replace("get_", "", StringComparison.Ordinal)}")
            .Order(StringComparer.Ordinal)));
    }

    private static void AssertNone(string room, Func<string, string, bool> rule, Func<string, bool> appliesTo)
    {
        using var assembly = new ArchitectureAssembly(AssemblyOf(room));
        var files = ArchitectureSources.Declarations(room);
        var broken = assembly.Uses()
            .Where(use => rule(use.Type, use.Member))
            .Where(use => !files.Contains(use.User) || files[use.User].Any(appliesTo))
            .Select(use => $"{string.Join(", ", files[use.User])}: {use.User} uses {use.Type}.{use.Member}")
            .ToList();
        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken));
    }

    private static bool IsOnThePath(string file) => !_setUpFiles.Any(ending => file.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsOfTheFramework(string assembly) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll"));

    private static string AssemblyOf(string room)
    {
        var name = "ClosedLoop." + char.ToUpperInvariant(room[0]) + room[1..];
        return room == "app" && !File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll")) ? "closedloop" : name;
    }

    private static string? RoomOf(string assembly) => assembly == "closedloop"
        ? "app"
        : assembly.StartsWith("ClosedLoop.", StringComparison.Ordinal) ? assembly["ClosedLoop.".Length..].ToLowerInvariant() : null;
}
