using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class ArmingAndFaultTests
{
    public static TheoryData<FaultKind> Faults => [.. Enum.GetValues<FaultKind>().Where(fault => fault != FaultKind.None)];

    [Fact]
    public void At_the_start_nothing_is_admitted()
    {
        var firing = new Firing(Firing.Settings.Resolve());
        Assert.Equal(LimitId.NotArmed, firing.Stimulate(Firing.Single()).Limit);
        firing.Reserve(10);
        Assert.Equal(LimitId.NotArmed, firing.Stimulate(Firing.Single()).Limit);
    }

    [Fact]
    public void Asking_to_arm_is_not_being_armed()
    {
        var firing = new Firing(Firing.Settings.Resolve());
        Assert.True(firing.Ask(PulseRequestKind.Arm).IsAdmitted);
        Assert.Equal(LimitId.NotArmed, firing.Stimulate(Firing.Single()).Limit);
    }

    [Fact]
    public void Arming_needs_the_history_a_reservation_and_the_devices()
    {
        Action<Firing>[] steps =
        [
            firing => firing.Take(GateInputKind.History),
            firing => firing.Reserve(2),
            firing => firing.Report(0, 55),
            firing => firing.Report(1, 60),
        ];
        for (var left = -1; left < steps.Length; left++)
        {
            var firing = new Firing(Firing.Settings.Resolve());
            firing.Ask(PulseRequestKind.Arm);
            for (var i = 0; i < steps.Length; i++)
            {
                if (i != left)
                {
                    steps[i](firing);
                }
            }

            var verdict = firing.Take(GateInputKind.ArmingDone);
            Assert.Equal(left < 0, verdict.IsAdmitted);
            Assert.Equal(left >= 0, verdict.Disarm);
            Assert.Equal(left < 0 ? GatePhase.Armed : GatePhase.Disarmed, firing.State.Phase);
        }
    }

    [Fact]
    public void The_end_of_an_arming_that_nobody_began_arms_nothing()
    {
        var firing = new Firing(Firing.Settings.Resolve());
        firing.Prepare(default);
        firing.Reserve(10);
        Assert.Equal(LimitId.NotArmed, firing.Take(GateInputKind.ArmingDone).Limit);
    }

    [Fact]
    public void A_real_output_needs_a_screened_subject_and_a_simulated_one_does_not()
    {
        var settings = Firing.Settings with { Subject = Firing.Settings.Subject with { IsScreened = false } };
        Assert.Equal(LimitId.Screening, new Firing(settings.Resolve()).Arm().Limit);
        var simulated = settings with { Outputs = [.. settings.Outputs.Select(output => output with { IsSimulated = true })] };
        Assert.True(new Firing(simulated.Resolve()).Arm().IsAdmitted);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void After_a_fault_nothing_is_admitted_until_it_clears_as_declared(FaultKind fault)
    {
        var firing = Firing.Armed();
        Assert.True(firing.Fault(fault).Disarm);
        Assert.Equal(LimitId.FaultLatched, firing.Ask(firing.Request(Firing.Single())).Limit);
        if (fault == FaultKind.CoilHot)
        {
            Assert.Equal(LimitId.FaultLatched, firing.Arm().Limit);
            firing.Report(0, 55);
        }

        if (fault == FaultKind.InterlockOpen)
        {
            Assert.Equal(LimitId.FaultLatched, firing.Arm().Limit);
            firing.Take(new GateInput { Kind = GateInputKind.Interlock, Closed = true });
        }

        var clears = FaultRules.ClearingOf(fault) <= FaultClearing.ByRearming;
        Assert.True(firing.Stimulate(Firing.Single()).IsRefused);
        Assert.Equal(clears, firing.Arm().IsAdmitted);
        Assert.Equal(clears, firing.Stimulate(Firing.Single()).IsAdmitted);
    }

    [Fact]
    public void An_unknown_fault_never_clears()
    {
        foreach (var number in new ushort[] { 22, 63, 64, 999, ushort.MaxValue })
        {
            var firing = Firing.Armed();
            Assert.True(firing.Fault((FaultKind)number).Disarm);
            Assert.Equal(LimitId.FaultLatched, firing.Arm().Limit);
        }
    }

    [Fact]
    public void A_fault_without_a_name_is_one_all_the_same()
    {
        var firing = Firing.Armed();
        Assert.True(firing.Fault(FaultKind.None).Disarm);
        Assert.Equal(LimitId.FaultLatched, firing.Arm().Limit);
    }

    [Fact]
    public void An_unknown_kind_of_input_is_a_fault()
    {
        var firing = Firing.Armed();
        Assert.True(firing.Take((GateInputKind)200).Disarm);
    }

    [Fact]
    public void The_worst_fault_wins_and_keeps_its_cause_whatever_the_order()
    {
        var firing = Firing.Armed();
        firing.Fault(FaultKind.CoilHot);
        firing.Fault(FaultKind.LedgerFailed);
        firing.Fault(FaultKind.DeviceSilent);
        Assert.Equal(FaultKind.LedgerFailed, firing.State.Faults.Worst);
        Assert.Equal(3, firing.State.FaultCount);
        Assert.Equal((double)FaultKind.LedgerFailed, firing.Arm().AskedValue);
        Assert.Equal(FaultKind.LedgerFailed, firing.State.Faults.Worst);
    }

    [Fact]
    public void A_missed_beat_an_open_interlock_and_a_request_disarm()
    {
        Assert.Equal(FaultKind.ControllerSilent, Firing.Armed().Take(GateInputKind.BeatMissed).Fault);
        Assert.Equal(FaultKind.InterlockOpen, Firing.Armed().Take(GateInputKind.Interlock).Fault);
        Assert.Equal((true, FaultKind.None), Told(Firing.Armed().Ask(PulseRequestKind.Disarm)));
        Assert.Equal((true, FaultKind.RecorderLost), Told(Firing.Armed().Ask(PulseRequestKind.Disarm, FaultKind.RecorderLost)));
        Assert.Equal((true, FaultKind.None), Told(Firing.Armed().Ask(PulseRequestKind.Shutdown)));
        static (bool, FaultKind) Told(GateVerdict verdict) => (verdict.Disarm, verdict.Fault);
    }

    [Fact]
    public void A_request_to_disarm_is_heard_even_with_an_old_id()
    {
        var firing = Firing.Armed();
        var verdict = firing.Ask(new PulseRequest { Kind = PulseRequestKind.Disarm, Id = 0 });
        Assert.True(verdict.Disarm);
        Assert.Equal(GatePhase.Disarmed, firing.State.Phase);
    }

    [Fact]
    public void After_a_shutdown_nothing_arms()
    {
        var firing = Firing.Armed();
        firing.Ask(PulseRequestKind.Shutdown);
        Assert.Equal(LimitId.FaultLatched, firing.Arm().Limit);
    }

    [Fact]
    public void Disarming_forgets_the_reservation()
    {
        var firing = Firing.Armed();
        firing.Ask(PulseRequestKind.Disarm);
        firing.Reserve(100);
        Assert.Equal(0, firing.State.Reserved);
    }

    [Theory]
    [InlineData(DeviceFlags.None, FaultKind.DeviceSilent)]
    [InlineData(Firing.Fine & ~DeviceFlags.CoilPresent, FaultKind.DeviceFault)]
    [InlineData(Firing.Fine | DeviceFlags.Error, FaultKind.DeviceFault)]
    [InlineData(Firing.Fine & ~DeviceFlags.Ready, FaultKind.None)]
    [InlineData(Firing.Fine & ~DeviceFlags.Energised, FaultKind.None)]
    public void What_a_device_reports_of_itself_is_a_fault_while_armed(DeviceFlags flags, FaultKind fault)
    {
        Assert.Equal(fault, Firing.Armed().Report(0, 55, flags).Fault);
        Assert.Equal(FaultKind.None, Firing.Armed().Report(5, 55, flags).Fault);
        Assert.Equal(FaultKind.None, new Firing(Firing.Settings.Resolve()).Report(0, 55, flags).Fault);
    }

    [Theory]
    [InlineData(41, FaultKind.None)]
    [InlineData(41.001, FaultKind.CoilHot)]
    public void A_coil_above_41_degrees_disarms(double celsius, FaultKind fault) =>
        Assert.Equal(fault, Firing.Armed().Report(0, 55, Firing.Fine, celsius).Fault);

    [Fact]
    public void A_hot_coil_clears_only_below_40_degrees_and_when_no_other_is_hot()
    {
        var firing = Firing.Armed();
        firing.Report(0, 55, Firing.Fine, 42);
        firing.Report(1, 60, Firing.Fine, 42);
        firing.Report(0, 55, Firing.Fine, 30);
        Assert.True(firing.State.Faults.Contains(FaultKind.CoilHot));
        firing.Report(1, 60, Firing.Fine, 40.5);
        Assert.True(firing.State.Faults.Contains(FaultKind.CoilHot));
        firing.Report(1, 60, Firing.Fine, 40);
        Assert.True(firing.State.Faults.IsEmpty);
        Assert.Equal(LimitId.NotArmed, firing.Stimulate(Firing.Single()).Limit);
        Assert.True(firing.Arm().IsAdmitted);
    }

    [Fact]
    public void A_device_that_no_experiment_has_is_a_fault_of_the_program() =>
        Assert.Equal(FaultKind.ProgramFault, Firing.Armed().Report(8, 55).Fault);

    [Fact]
    public void A_tick_finds_silent_devices_and_time_that_is_over()
    {
        var firing = Firing.Armed();
        firing.Wait(1.2);
        Assert.False(firing.Take(GateInputKind.Tick).Disarm);
        firing.Wait(0.001);
        Assert.Equal(FaultKind.DeviceSilent, firing.Take(GateInputKind.Tick).Fault);

        firing = Firing.Armed();
        firing.Wait(600);
        firing.Prepare(default);
        Assert.False(firing.Take(GateInputKind.Tick).Disarm);
        firing.Wait(0.001);
        Assert.Equal(FaultKind.TimeOver, firing.Take(GateInputKind.Tick).Fault);
        Assert.True(firing.Arm().IsAdmitted);
    }

    [Fact]
    public void A_session_of_60_min_cannot_be_armed_again()
    {
        var firing = Firing.Armed();
        firing.Wait(3_600.001);
        Assert.Equal(LimitId.SessionDuration, firing.Arm().Limit);
        var restarted = new Firing(Firing.Settings.Resolve());
        Assert.True(restarted.Arm(new DoseHistory(1, 1, restarted.Now - Duration.FromSeconds(3_600), default)).IsAdmitted);
        restarted.Wait(0.001);
        Assert.Equal(LimitId.SessionDuration, restarted.Arm().Limit);
    }

    [Fact]
    public void The_last_pulse_before_a_restart_keeps_its_distance_even_from_before_the_clocks_zero()
    {
        var firing = new Firing(Firing.Settings.Resolve());
        firing.Arm(new DoseHistory(1, 1, default, firing.Now - Duration.FromSeconds(1)));
        Assert.Equal(LimitId.MinimumInterval, firing.Stimulate(Firing.Single()).Limit);
    }

    [Fact]
    public void The_history_can_only_add()
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        firing.Complete();
        firing.Arm();
        Assert.Equal((2, 2), (firing.State.SessionPulses, firing.State.DayPulses));
        firing.Arm(new DoseHistory(7, 9, default, default));
        Assert.Equal((7, 9), (firing.State.SessionPulses, firing.State.DayPulses));
    }

    [Fact]
    public void A_late_pulse_is_counted_and_disarms()
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        var due = firing.State.RunningAt;
        var verdict = firing.Take(new GateInput { Kind = GateInputKind.PulseDone, Done = due + Duration.FromMicroseconds(201) });
        Assert.Equal((true, FaultKind.FiredLate), (verdict.Disarm, verdict.Fault));
        Assert.Equal(1, firing.State.SessionPulses);
    }

    [Fact]
    public void A_pulse_that_leaves_exactly_at_the_tolerance_is_in_time()
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        var due = firing.State.RunningAt;
        Assert.Equal(default, firing.Take(new GateInput { Kind = GateInputKind.PulseDone, Done = due + Duration.FromMicroseconds(200) }));
    }

    [Fact]
    public void A_pulse_that_nobody_admitted_is_counted_and_ends_the_session()
    {
        var firing = Firing.Armed();
        Assert.Equal(FaultKind.ProgramFault, firing.Take(GateInputKind.PulseDone).Fault);
        Assert.Equal(1, firing.State.DayPulses);
        firing = Firing.Armed();
        Assert.Equal(FaultKind.ProgramFault, firing.Take(new GateInput { Kind = GateInputKind.TrainEnded, Pulse = 3 }).Fault);
        Assert.Equal(3, firing.State.DayPulses);
    }

    [Fact]
    public void Pulses_that_were_not_reported_one_by_one_are_counted_at_the_end()
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        firing.Wait(0.1);
        firing.Take(new GateInput { Kind = GateInputKind.TrainEnded, Pulse = 2 });
        Assert.Equal(2, firing.State.SessionPulses);
        Assert.Equal(firing.Now, firing.State.LastPulse);
    }

    [Fact]
    public void A_train_of_which_nothing_left_costs_nothing()
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        firing.Take(GateInputKind.TrainEnded);
        firing.Reserve(2);
        Assert.Equal(0, firing.State.SessionPulses);
        Assert.True(firing.Stimulate(Firing.Pair()).IsAdmitted);
    }

    [Fact]
    public void Nothing_arms_while_a_train_has_not_ended()
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        firing.Ask(PulseRequestKind.Disarm);
        Assert.Equal(LimitId.TrainRunning, firing.Arm().Limit);
        firing.Take(GateInputKind.TrainEnded);
        Assert.True(firing.Arm().IsAdmitted);
    }
}
