using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>A stimulator that is not there: it takes every setting, is ready at once, never warm, and hurts nobody.</summary>
public sealed class SimulatedStimulator : IStimulator
{
    private const DeviceFlags Always =
        DeviceFlags.Answers | DeviceFlags.CoilPresent | DeviceFlags.Remote | DeviceFlags.Simulated | DeviceFlags.TemperatureUnmonitored;

    private readonly Clock _clock;
    private readonly int _device;
    private DeviceFlags _flags = Always;
    private PercentMso _setting;

    /// <summary>Makes one.</summary>
    /// <param name="config">Its name; it takes no options.</param>
    /// <param name="device">Its index among the experiment's stimulators.</param>
    /// <param name="clock">Stamps its reports.</param>
    /// <exception cref="ArgumentException">An option is given.</exception>
    public SimulatedStimulator(DeviceConfig config, int device, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(clock);
        config.AllowOnly();
        Name = config.Name;
        _device = device;
        _clock = clock;
        Publish(DeviceExchange.Done);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Duration PollPeriod => Duration.FromMilliseconds(500);

    /// <inheritdoc/>
    public Duration OwnTimeOut => Duration.Zero;

    /// <inheritdoc/>
    public DeviceReport Report { get; private set; }

    /// <inheritdoc/>
    public DeviceExchange Prepare(PercentMso setting)
    {
        if (setting > PercentMso.FromPercent(100))
        {
            return Publish(DeviceExchange.Refused);
        }

        _setting = setting;
        _flags |= DeviceFlags.SettingsConfirmed;
        return Publish(DeviceExchange.Done);
    }

    /// <inheritdoc/>
    public DeviceExchange Energise()
    {
        _flags |= DeviceFlags.Energised | DeviceFlags.Ready;
        return Publish(DeviceExchange.Done);
    }

    /// <inheritdoc/>
    public DeviceExchange MakeSafe()
    {
        _flags &= ~(DeviceFlags.Energised | DeviceFlags.Ready);
        return Publish(DeviceExchange.Done);
    }

    /// <inheritdoc/>
    public DeviceExchange Poll() => Publish(DeviceExchange.Done);

    /// <inheritdoc/>
    public void Dispose() => MakeSafe();

    private DeviceExchange Publish(DeviceExchange outcome)
    {
        Report = new DeviceReport(_device, _flags, _setting, double.NaN, _clock.Now);
        return outcome;
    }
}
