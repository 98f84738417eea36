using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// A Magstim 200² over its serial port: 9600 baud, remote control, power in whole per cent, arming, state, coil temperature. It is
/// fired by a line at its trigger input, never over the port: the port costs 7 ms with a spread above 1 ms.
/// </summary>
/// <remarks>
/// Keep-alive: armed, the unit disarms after 1 s without a command, so it is polled each 0.5 s, and with a reply time of 0.25 s one
/// reply may be lost. A fault of its own, silence, or disposal ends in <c>EA</c> (disarm) and, on disposal, <c>R@</c> (remote control
/// off). Sources and what is not verified: docs/drivers.md.
/// </remarks>
public sealed class Magstim200 : IStimulator
{
    private const byte RemoteOn = (byte)'Q';
    private const byte RemoteOff = (byte)'R';
    private const byte Execute = (byte)'E';
    private const byte Disarm = (byte)'A';
    private const byte Arm = (byte)'B';
    private const byte SetPower = (byte)'@';
    private const byte GetParameters = (byte)'J';
    private const byte GetTemperature = (byte)'F';
    private const int ShortReply = 3;
    private const int ParametersReply = 12;
    private const int TemperatureReply = 9;
    private const int SafeAttempts = 3;

    private readonly MagstimLine _line;
    private readonly Clock _clock;
    private readonly DeviceFlags _nature;
    private readonly int _device;
    private MagstimStatus _status = MagstimStatus.Armed;
    private PercentMso _prepared;
    private PercentMso _readBack;
    private bool _isConfirmed;
    private Instant _settled;
    private double _celsius = double.NaN;
    private int _polls;

    /// <summary>Opens the port; sends nothing yet.</summary>
    /// <param name="config">Port; option <c>reply_timeout_ms</c> (250; 50 to 400).</param>
    /// <param name="device">Its index among the experiment's stimulators.</param>
    /// <param name="clock">This machine's clock.</param>
    /// <exception cref="SerialPortException">The port cannot be opened.</exception>
    /// <exception cref="ArgumentException">A wrong option.</exception>
    public Magstim200(DeviceConfig config, int device, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(clock);
        config.AllowOnly("reply_timeout_ms");
        var replyTime = Duration.FromMilliseconds(config.WholeNumber("reply_timeout_ms", 250, 50, 400));
        Name = config.Name;
        var port = SerialPort.Open(config.Port, 9600);
        _nature = port.IsPseudoTerminal ? DeviceFlags.Simulated : DeviceFlags.None;
        _line = new MagstimLine(port, clock, replyTime);
        _clock = clock;
        _device = device;
        Publish(DeviceExchange.Silent);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Duration PollPeriod => Duration.FromMilliseconds(500);

    /// <inheritdoc/>
    public Duration OwnTimeOut => Duration.FromSeconds(60);

    /// <inheritdoc/>
    public DeviceReport Report { get; private set; }

    /// <inheritdoc/>
    public DeviceExchange Prepare(PercentMso setting)
    {
        var percent = (int)setting.TotalPercent;
        if (percent != setting.TotalPercent || percent > 100)
        {
            return Publish(DeviceExchange.Refused);
        }

        _isConfirmed = false;
        var outcome = AskState();
        if (outcome == DeviceExchange.Done)
        {
            outcome = ReadParameters();
        }

        if (outcome == DeviceExchange.Done)
        {
            outcome = Take(_line.ExchangeNumber(SetPower, percent, ShortReply, out _));
            _prepared = setting;
            Settle();
        }

        return Publish(outcome == DeviceExchange.Done ? ReadBack() : outcome);
    }

    /// <inheritdoc/>
    public DeviceExchange Energise()
    {
        var outcome = Take(_line.Exchange(Execute, Arm, ShortReply, out _));

        // The reply shows the state before the command, and if it was lost only the state can tell what happened: it is asked for.
        var asked = AskState();
        return Publish(outcome == DeviceExchange.Done ? asked : outcome);
    }

    /// <inheritdoc/>
    public DeviceExchange MakeSafe()
    {
        var outcome = DeviceExchange.Silent;
        for (var attempt = 0; attempt < SafeAttempts && outcome is not DeviceExchange.Unplugged; attempt++)
        {
            outcome = Take(_line.Exchange(Execute, Disarm, ShortReply, out _));
            if (outcome == DeviceExchange.Done && AskState() == DeviceExchange.Done && !IsEnergised)
            {
                return Publish(DeviceExchange.Done);
            }
        }

        return Publish(outcome == DeviceExchange.Done ? DeviceExchange.Refused : outcome);
    }

    /// <inheritdoc/>
    public DeviceExchange Poll()
    {
        var outcome = AskState();
        if (outcome is DeviceExchange.Silent or DeviceExchange.Garbled)
        {
            outcome = AskState();
        }

        // Every other poll also looks at something slow: the temperature, or whether somebody turned the knob.
        if (outcome == DeviceExchange.Done && (_polls & 1) == 0)
        {
            outcome = (_polls & 2) == 0 ? ReadTemperature() : ReadBack();
        }

        _polls = (_polls + 1) & 3;
        return Publish(outcome);
    }

    /// <summary>Disarms, gives remote control back, and closes the port.</summary>
    public void Dispose()
    {
        MakeSafe();
        _ = _line.Exchange(RemoteOff, MagstimFrame.NoData, ShortReply, out _);
        _line.Dispose();
    }

    private bool IsEnergised => (_status & (MagstimStatus.Armed | MagstimStatus.Ready)) != 0;

    private DeviceExchange AskState()
    {
        var outcome = _line.Exchange(RemoteOn, MagstimFrame.NoData, ShortReply, out var reply);
        if (outcome == DeviceExchange.Done)
        {
            _status = (MagstimStatus)reply[1];
        }

        return Take(outcome);
    }

    private DeviceExchange ReadParameters()
    {
        var outcome = _line.Exchange(GetParameters, MagstimFrame.NoData, ParametersReply, out var reply);
        if (outcome != DeviceExchange.Done)
        {
            return Take(outcome);
        }

        if (!MagstimFrame.TryReadNumber(reply[2..], out var percent))
        {
            return DeviceExchange.Garbled;
        }

        _readBack = PercentMso.FromPercent(percent);
        return DeviceExchange.Done;
    }

    private DeviceExchange ReadBack()
    {
        var outcome = ReadParameters();
        _isConfirmed = outcome == DeviceExchange.Done && _readBack == _prepared;
        return outcome == DeviceExchange.Done && !_isConfirmed ? DeviceExchange.Differs : outcome;
    }

    private DeviceExchange ReadTemperature()
    {
        var outcome = _line.Exchange(GetTemperature, MagstimFrame.NoData, TemperatureReply, out var reply);
        if (outcome != DeviceExchange.Done)
        {
            return Take(outcome);
        }

        if (!MagstimFrame.TryReadNumber(reply[2..], out var one) || !MagstimFrame.TryReadNumber(reply[5..], out var other))
        {
            return DeviceExchange.Garbled;
        }

        _celsius = Math.Max(one, other) / 10.0;
        return DeviceExchange.Done;
    }

    // The capacitor follows a new setting at 10 ms a per cent upwards and 100 ms downwards; until then it is not ready.
    private void Settle()
    {
        var change = _prepared.TotalPercent - _readBack.TotalPercent;
        _settled = _clock.Now + Duration.FromMilliseconds(change > 0 ? 10 * change : -100 * change);
    }

    // Whatever was not answered leaves the last state standing, but never "not energised": silence counts as armed.
    private DeviceExchange Take(DeviceExchange outcome)
    {
        if (outcome is DeviceExchange.Silent or DeviceExchange.Garbled or DeviceExchange.Unplugged)
        {
            _status = (_status | MagstimStatus.Armed) & ~(MagstimStatus.Ready | MagstimStatus.Standby);
        }

        return outcome;
    }

    private DeviceExchange Publish(DeviceExchange outcome)
    {
        var answers = outcome is DeviceExchange.Done or DeviceExchange.Refused or DeviceExchange.Differs;
        var flags = _nature | (answers ? DeviceFlags.Answers : DeviceFlags.None);
        flags |= IsEnergised ? DeviceFlags.Energised : DeviceFlags.None;
        flags |= Has(MagstimStatus.Ready) && _clock.Now >= _settled ? DeviceFlags.Ready : DeviceFlags.None;
        flags |= Has(MagstimStatus.CoilPresent) ? DeviceFlags.CoilPresent : DeviceFlags.None;
        flags |= Has(MagstimStatus.ErrorPresent) || Has(MagstimStatus.ReplaceCoil) ? DeviceFlags.Error : DeviceFlags.None;
        flags |= Has(MagstimStatus.Remote) ? DeviceFlags.Remote : DeviceFlags.None;
        flags |= _isConfirmed ? DeviceFlags.SettingsConfirmed : DeviceFlags.None;
        Report = new DeviceReport(_device, flags, _readBack, _celsius, _line.RepliedAt);
        return outcome;
    }

    private bool Has(MagstimStatus bit) => (_status & bit) != 0;
}
