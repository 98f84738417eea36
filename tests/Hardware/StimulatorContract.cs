using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>What every stimulator owes.</summary>
public abstract class StimulatorContract : IDisposable
{
    private IStimulator? _stimulator;

    private protected IStimulator Stimulator => _stimulator ??= Create();

    public void Dispose()
    {
        _stimulator?.Dispose();
        DisposeDevice();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_is_prepared_is_read_back()
    {
        Assert.Equal(DeviceExchange.Done, Stimulator.Prepare(PercentMso.FromPercent(55)));

        Assert.Equal(PercentMso.FromPercent(55), Stimulator.Report.Setting);
        Assert.True(Has(DeviceFlags.Answers | DeviceFlags.SettingsConfirmed));
        Assert.False(Has(DeviceFlags.Energised));
    }

    [Fact]
    public void A_setting_beyond_its_range_is_refused_and_not_clamped()
    {
        Stimulator.Prepare(PercentMso.FromPercent(30));

        Assert.Equal(DeviceExchange.Refused, Stimulator.Prepare(PercentMso.FromPercent(101)));

        Assert.Equal(DeviceExchange.Done, Stimulator.Poll());
        Assert.NotEqual(PercentMso.FromPercent(100), Stimulator.Report.Setting);
    }

    [Fact]
    public void Energised_it_becomes_ready_and_made_safe_it_says_so()
    {
        Stimulator.Prepare(PercentMso.FromPercent(40));
        Assert.Equal(DeviceExchange.Done, Stimulator.Energise());
        PollUntil(DeviceFlags.Ready);
        Assert.True(Has(DeviceFlags.Energised | DeviceFlags.CoilPresent));

        Assert.Equal(DeviceExchange.Done, Stimulator.MakeSafe());

        Assert.False(Has(DeviceFlags.Energised));
        Assert.False(Has(DeviceFlags.Ready));
    }

    [Fact]
    public void A_poll_is_stamped_between_its_begin_and_its_end()
    {
        var before = MonotonicClock.Instance.Now;
        Assert.Equal(DeviceExchange.Done, Stimulator.Poll());
        var after = MonotonicClock.Instance.Now;

        Assert.InRange(Stimulator.Report.At.TotalNanoseconds, before.TotalNanoseconds, after.TotalNanoseconds);
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_round()
    {
        Round();
        Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private protected abstract IStimulator Create();

    private protected abstract void DisposeDevice();

    private protected bool Has(DeviceFlags flags) => (Stimulator.Report.Flags & flags) == flags;

    private protected void PollUntil(DeviceFlags flags)
    {
        for (var i = 0; i < 2000 && !Has(flags); i++)
        {
            Assert.Equal(DeviceExchange.Done, Stimulator.Poll());
            Thread.Sleep(1);
        }

        Assert.True(Has(flags), $"{flags} never came; {Stimulator.Report.Flags}");
    }

    private void Round()
    {
        Stimulator.Prepare(PercentMso.FromPercent(40));
        Stimulator.Energise();
        for (var i = 0; i < 8; i++)
        {
            Stimulator.Poll();
        }

        Stimulator.MakeSafe();
    }
}
