using System.Reflection;
using ClosedLoop.Core;

namespace ClosedLoop.Tests.Core.Units;

/// <summary>What every quantity of the house owes, read from the types themselves.</summary>
public sealed class HouseRuleTests
{
    public static TheoryData<Type> Quantities => [.. All()];

    [Fact]
    public void The_quantities_are_found() => Assert.Superset(
        new HashSet<Type>
        {
            typeof(Instant), typeof(Duration), typeof(Frequency), typeof(Phase), typeof(Microvolts), typeof(PercentMso),
            typeof(PercentRmt), typeof(Celsius),
        },
        All().ToHashSet());

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_is_a_readonly_struct(Type type) => Assert.Contains(
        type.GetCustomAttributes(), attribute => attribute.GetType().Name == "IsReadOnlyAttribute");

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_is_compared_by_value(Type type) =>
        Assert.Contains(typeof(IEquatable<>).MakeGenericType(type), type.GetInterfaces());

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_is_never_converted_without_its_unit_being_said(Type type) =>
        Assert.DoesNotContain(Methods(type), method => method.Name is "op_Implicit" or "op_Explicit");

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_is_made_by_a_method_that_names_its_unit(Type type)
    {
        Assert.Empty(type.GetConstructors());
        Assert.Contains(Methods(type), method => method.IsStatic && method.ReturnType == type && method.Name.StartsWith("From", StringComparison.Ordinal));
        Assert.Contains(type.GetProperties(), property => property.Name.StartsWith("Total", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_cannot_be_changed(Type type)
    {
        Assert.DoesNotContain(type.GetProperties(), property => property.SetMethod is not null);
        Assert.All(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), field => Assert.True(field.IsInitOnly));
    }

    [Fact]
    public void Nothing_public_of_core_takes_or_gives_a_TimeSpan_or_a_DateTime()
    {
        var types = typeof(Instant).Assembly.GetExportedTypes().SelectMany(Methods)
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType));
        Assert.DoesNotContain(types, type => type == typeof(TimeSpan) || type == typeof(DateTime) || type == typeof(DateTimeOffset));
    }

    // A quantity is a public struct that is made From a unit.
    private static IEnumerable<Type> All() => typeof(Instant).Assembly.GetExportedTypes().Where(type =>
        type.IsValueType && !type.IsEnum && Methods(type).Any(method =>
            method.IsStatic && method.ReturnType == type && method.Name.StartsWith("From", StringComparison.Ordinal)));

    private static MethodInfo[] Methods(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly);
}
