using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

public sealed class StimulatorThreadTests : IDisposable
{
    private readonly HeldStimulator _device = new();
    private readonly WakeWord _gate = new();
    private readonly StimulatorThread _thread;

    public StimulatorThreadTests()
    {
        _thread = new StimulatorThread(_device, PercentMso.FromPercent(50), _gate, MonotonicClock.Instance);
        _thread.Start();
    }

    public void Dispose()
    {
        _device.LetGo();
        _thread.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public void Its_state_unknown_it_is_made_safe_first_and_charged_last()
    {
        Bring(StimulatorStage.Energised);

        Assert.Equal(["safe", "prepare", "energise"], _device.Steps);
    }

    [Fact]
    public void Wanted_safe_and_prepared_within_one_exchange_it_goes_through_safe_and_is_not_charged()
    {
        Bring(StimulatorStage.Energised);
        _device.Hold();
        _thread.Want(StimulatorStage.Safe);
        _thread.Want(StimulatorStage.Prepared);
        _device.LetGo();

        Await(StimulatorStage.Prepared);

        Assert.Equal(["safe", "prepare", "energise", "safe", "prepare"], _device.Steps);
    }

    [Fact]
    public void No_step_leads_beyond_the_wanted_stage()
    {
        Bring(StimulatorStage.Prepared);
        _device.Hold();
        _device.LetGo();

        Assert.Equal(StimulatorStage.Prepared, _thread.Reached);
        Assert.Equal(["safe", "prepare"], _device.Steps);
    }

    private void Bring(StimulatorStage stage)
    {
        _thread.Want(stage);
        Await(stage);
    }

    private void Await(StimulatorStage stage) => Assert.True(
        SpinWait.SpinUntil(() => _thread.Reached == stage, TimeSpan.FromSeconds(20)),
        $"{stage} was never reached: {_thread.Reached}, {string.Join(", ", _device.Steps)}.");
}
