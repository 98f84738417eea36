using System.Reflection;
using System.Runtime.CompilerServices;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class ReleaseTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_pulse_is_released_until_its_tolerance_is_used_up(long lateMicroseconds, bool isAdmitted)
    {
        var firing = Admitted(Firing.Pair());
        for (var pulse = 0; pulse < 2; pulse++)
        {
            var due = firing.Train!.At + firing.Train.Train[pulse].Offset;
            var verdict = firing.Turnstile.CheckRelease(firing.Train, pulse, due + Duration.FromMicroseconds(lateMicroseconds));
            Assert.Equal(isAdmitted ? LimitId.None : LimitId.Lateness, verdict.Limit);
            Assert.Equal(isAdmitted, verdict.IsAdmitted);
        }
    }

    [Fact]
    public void A_pulse_beyond_the_train_is_refused()
    {
        var firing = Admitted(Firing.Pair());
        Assert.Equal(LimitId.RequestForm, firing.Turnstile.CheckRelease(firing.Train!, 2, firing.Now).Limit);
        Assert.Equal(LimitId.RequestForm, firing.Turnstile.CheckRelease(firing.Train!, -1, firing.Now).Limit);
    }

    [Fact]
    public void After_a_fault_or_a_disarm_no_further_pulse_is_released()
    {
        Action<Firing>[] ends =
        [
            firing => firing.Fault(FaultKind.DeviceSilent),
            firing => firing.Ask(PulseRequestKind.Disarm),
            firing => firing.Take(GateInputKind.BeatMissed),
            firing => firing.Take(GateInputKind.Interlock),
            firing => firing.Take(GateInputKind.TrainEnded),
        ];
        foreach (var end in ends)
        {
            var firing = Admitted(Firing.Pair());
            var train = firing.Train!;
            var at = train.At;
            Assert.True(firing.Turnstile.CheckRelease(train, 0, at).IsAdmitted);
            end(firing);
            Assert.Equal(LimitId.NotArmed, firing.Turnstile.CheckRelease(train, 1, at).Limit);
        }
    }

    [Fact]
    public void The_contents_of_a_train_stand_still_until_it_has_ended()
    {
        var firing = Admitted(Firing.Pair());
        var (request, at) = (firing.Train!.Request, firing.Train.At);
        firing.Fault(FaultKind.DeviceSilent);
        firing.Stimulate(Firing.Single());
        firing.Arm();
        Assert.Equal((request, at, 2), (firing.Train.Request, firing.Train.At, firing.Train.Train.PulseCount));
        firing.Take(GateInputKind.TrainEnded);
        Assert.Equal((0L, 0), (firing.Train.Request, firing.Train.Train.PulseCount));
    }

    [Fact]
    public void A_train_of_another_turnstile_is_not_released()
    {
        var (one, other) = (Admitted(Firing.Pair()), Admitted(Firing.Pair()));
        Assert.Equal(LimitId.NotArmed, one.Turnstile.CheckRelease(other.Train!, 0, one.Train!.At).Limit);
    }

    [Fact]
    public void The_first_pulse_is_refused_when_its_data_have_got_too_old_and_later_ones_are_as_old_as_the_train()
    {
        var firing = Admitted(Firing.Pair(60, 55, 500), 250, 50);
        var due = firing.Train!.At;
        Assert.True(firing.Turnstile.CheckRelease(firing.Train, 0, due).IsAdmitted);
        var verdict = firing.Turnstile.CheckRelease(firing.Train, 0, due + Duration.FromMicroseconds(1));
        Assert.Equal((LimitId.ReleaseAge, 300.0), (verdict.Limit, verdict.LimitValue));
        Assert.Equal(300.001, verdict.AskedValue, 9);
        Assert.True(firing.Turnstile.CheckRelease(firing.Train, 1, due + Duration.FromMilliseconds(500)).IsAdmitted);
    }

    [Fact]
    public void Nobody_outside_can_make_or_change_an_admitted_train()
    {
        Assert.Empty(typeof(AdmittedTrain).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.True(typeof(AdmittedTrain).IsSealed);
        Assert.All(
            typeof(AdmittedTrain).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance), made => Assert.True(made.IsAssembly));
        Assert.All(typeof(AdmittedTrain).GetProperties(), property => Assert.False(property.SetMethod?.IsPublic ?? false));
        Assert.DoesNotContain(
            typeof(AdmittedTrain).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            method => !method.IsSpecialName);
        Assert.Empty(typeof(AdmittedTrain).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>());
    }

    [Fact]
    public void Only_the_turnstile_gives_an_admitted_train_out()
    {
        var givers = typeof(AdmittedTrain).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(Gives)
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}");
        Assert.Equal(["Turnstile.Take"], givers);

        static bool Gives(MemberInfo member) => member switch
        {
            MethodInfo method => method.ReturnType == typeof(AdmittedTrain)
                || method.GetParameters().Any(p => p.ParameterType == typeof(AdmittedTrain).MakeByRefType()),
            PropertyInfo property => property.PropertyType == typeof(AdmittedTrain),
            FieldInfo field => field.FieldType == typeof(AdmittedTrain),
            _ => false,
        };
    }

    private static Firing Admitted(in PulseTrain train, double aheadMs = 20, double ageMs = 10)
    {
        var firing = Firing.Armed();
        Assert.True(firing.Stimulate(train, aheadMs, ageMs).IsAdmitted);
        return firing;
    }
}
