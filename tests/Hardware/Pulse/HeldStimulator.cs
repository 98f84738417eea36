using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>A stimulator that notes its steps and can be held in the middle of a poll, as a slow line would.</summary>
internal sealed class HeldStimulator : IStimulator
{
    private readonly ManualResetEventSlim _mayGoOn = new(true);
    private readonly ManualResetEventSlim _isHeld = new();
    private readonly List<string> _steps = [];
    private DeviceFlags _flags;

    public string Name => "held";

    public Duration PollPeriod => Duration.FromMilliseconds(1);

    public Duration OwnTimeOut => Duration.Zero;

    public DeviceReport Report => new(0, _flags, default, double.NaN, MonotonicClock.Instance.Now);

    /// <summary>All steps but polls, in order.</summary>
    public string[] Steps
    {
        get
        {
            lock (_steps)
            {
                return [.. _steps];
            }
        }
    }

    /// <summary>Holds the next poll; returns once it is held.</summary>
    public void Hold()
    {
        _isHeld.Reset();
        _mayGoOn.Reset();
        Assert.True(_isHeld.Wait(TimeSpan.FromSeconds(20)), "It was never polled.");
    }

    public void LetGo() => _mayGoOn.Set();

    public DeviceExchange Prepare(PercentMso setting) => Note("prepare", _flags);

    public DeviceExchange Energise() => Note("energise", DeviceFlags.Energised);

    public DeviceExchange MakeSafe() => Note("safe", DeviceFlags.None);

    public DeviceExchange Poll()
    {
        if (!_mayGoOn.IsSet)
        {
            _isHeld.Set();
            _mayGoOn.Wait();
        }

        return DeviceExchange.Done;
    }

    public void Dispose()
    {
        _mayGoOn.Dispose();
        _isHeld.Dispose();
    }

    private DeviceExchange Note(string step, DeviceFlags flags)
    {
        lock (_steps)
        {
            _steps.Add(step);
        }

        _flags = flags;
        return DeviceExchange.Done;
    }
}
