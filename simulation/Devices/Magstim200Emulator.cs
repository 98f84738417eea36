using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// A Magstim 200² that is not there: the serial protocol byte for byte, with the states, time-outs and recharging times of
/// docs/virtual-subject.md. The coil fires in <see cref="MagstimState.Ready"/> and in no other state.
/// </summary>
/// <remarks>
/// While energised it wants an accepted command at least once a second, or it goes safe and leaves remote control; 60 s energised
/// without a pulse also end it. Replies show the status before the command took effect, except those to <c>Q</c> and <c>R</c>.
/// </remarks>
public sealed class Magstim200Emulator : EmulatedDevice, ILineListener
{
    private const double HottestDegrees = 40;

    private static readonly Duration KeepAlive = Duration.FromSeconds(1);
    private static readonly Duration ArmedLimit = Duration.FromSeconds(60);
    private static readonly Duration ChargeTime = Duration.FromSeconds(1);
    private static readonly Duration FrameGap = Duration.FromMilliseconds(50);
    private static readonly Duration RisePerPercent = Duration.FromMilliseconds(10);
    private static readonly Duration FallPerPercent = Duration.FromMilliseconds(100);

    private readonly Magstim200Settings _settings;
    private readonly MagstimFrames _frames = new();
    private readonly MagstimCoil _coil;
    private readonly SeededRandom _random;
    private readonly List<ICoilListener> _listeners = [];
    private readonly byte[] _unsolicited = new byte[3];
    private int _power;
    private Instant _silentSince;
    private Instant _armedSince;
    private Instant _chargedAt;
    private Instant _frameEnds;
    private Instant _serialPulseAt;

    /// <summary>Switches a stimulator on, in <see cref="MagstimState.Local"/>.</summary>
    /// <param name="name">What the coil is called in this set-up, e.g. <c>ts</c>.</param>
    /// <param name="settings">Its behaviour; <c>null</c> for <see cref="Magstim200Settings.Immediate"/>.</param>
    /// <param name="journal">Where it writes its account; <c>null</c> for one in memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">The initial power is not within 0 to 100 %.</exception>
    public Magstim200Emulator(string name, Magstim200Settings? settings = null, ByteJournal? journal = null)
        : base(name, (settings ?? Magstim200Settings.Immediate).Timing, journal)
    {
        _settings = settings ?? Magstim200Settings.Immediate;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)_settings.InitialPower, 100u, nameof(settings));
        _power = _settings.InitialPower;
        _coil = new MagstimCoil(_settings.AmbientTemperature);
        _random = new SeededRandom(_settings.Seed);
    }

    /// <inheritdoc/>
    public override int BaudRate => 9600;

    /// <summary>The state, as of the last instant that the device was moved on to.</summary>
    public MagstimState State { get; private set; }

    /// <summary>The power that is set.</summary>
    public PercentMso Power => PercentMso.FromPercent(_power);

    /// <summary>Pulses since it was switched on.</summary>
    public int PulseCount { get; private set; }

    private protected override Instant NextTimer
    {
        get
        {
            var next = Earlier(_serialPulseAt, _frames.IsIncomplete ? _frameEnds : default);
            if (IsEnergised)
            {
                next = Earlier(next, Earlier(_silentSince + KeepAlive, _armedSince + ArmedLimit));
            }

            return State == MagstimState.Armed ? Earlier(next, _chargedAt) : next;
        }
    }

    private protected override ReadOnlySpan<byte> UnsolicitedFrame
    {
        get
        {
            _unsolicited[0] = (byte)'Q';
            _unsolicited[1] = Status;
            _unsolicited[2] = MagstimFrames.Checksum(_unsolicited.AsSpan(0, 2));
            return _unsolicited;
        }
    }

    private bool IsEnergised => State is MagstimState.Armed or MagstimState.Ready;

    private bool IsRemote => State != MagstimState.Local;

    private byte Status => State switch
    {
        MagstimState.Local => 0x09,
        MagstimState.Standby => 0x89,
        MagstimState.Armed => 0x8A,
        _ => 0x8C,
    };

    /// <summary>Lets somebody feel this coil. Those that were added first are told first.</summary>
    public void AddListener(ICoilListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        lock (Gate)
        {
            _listeners.Add(listener);
        }
    }

    /// <summary>
    /// The trigger input: a rising edge fires the coil in <see cref="MagstimState.Ready"/>, and does nothing in any other state.
    /// </summary>
    public void OnLine(bool high, Instant at)
    {
        if (!high)
        {
            return;
        }

        AdvanceTo(at);
        lock (Gate)
        {
            if (State == MagstimState.Ready)
            {
                Fire(at, at + _settings.TtlFireDelay, PulseSource.Ttl);
            }
            else
            {
                Journal.Add(at, JournalKind.Note, $"trigger ignored {State.ToString().ToUpperInvariant()}");
            }
        }
    }

    /// <summary>Sets the coil's temperature; above 40 °C the device goes safe and cannot be armed.</summary>
    public void HeatCoilTo(Celsius temperature, Instant at)
    {
        AdvanceTo(at);
        lock (Gate)
        {
            _coil.HeatTo(temperature, at);
            GoSafeIfHot(at);
        }
    }

    private protected override void OnByte(byte value, Instant at)
    {
        _frameEnds = at + FrameGap;
        if (_frames.Add(value))
        {
            Obey(_frames.Frame, at);
            _frames.Reset();
        }
    }

    private protected override void OnTimer(Instant at)
    {
        if (_serialPulseAt.IsSet && _serialPulseAt <= at)
        {
            Fire(at, at, PulseSource.Serial);
        }
        else if (_frames.IsIncomplete && _frameEnds <= at)
        {
            DropIncomplete(at);
        }
        else if (_silentSince + KeepAlive <= at)
        {
            Enter(MagstimState.Local, at);
        }
        else if (_armedSince + ArmedLimit <= at)
        {
            Enter(MagstimState.Standby, at);
        }
        else
        {
            Enter(MagstimState.Ready, at);
        }
    }

    private protected override void OnPanelChange(Instant at) => SetPower(_power >= 5 ? _power - 5 : _power + 5, at);

    private protected override void OnDropToSafe(Instant at)
    {
        if (IsEnergised)
        {
            Enter(MagstimState.Standby, at);
        }
    }

    private void Obey(ReadOnlySpan<byte> frame, Instant at)
    {
        if (!_frames.IsKnown)
        {
            Reply("?"u8, at);
            return;
        }

        if (!_frames.IsIntact || !IsWellFormed(frame))
        {
            ReplyError((byte)'?', frame[0], at);
            return;
        }

        var before = Status;
        if (!TryDo(frame, at))
        {
            ReplyError((byte)'S', frame[0], at);
            return;
        }

        // Only what was accepted keeps the device alive.
        _silentSince = at;
        Answer(frame[0], frame[0] is (byte)'Q' or (byte)'R' ? Status : before, at);
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> frame) => frame[0] switch
    {
        (byte)'@' => !frame[1..4].ContainsAnyExceptInRange((byte)'0', (byte)'9'),
        (byte)'E' => frame[1] is (byte)'A' or (byte)'B' or (byte)'H',
        _ => frame[1] == (byte)'@',
    };

    /// <summary>Carries a well-formed command out; false if the present state forbids it.</summary>
    private bool TryDo(ReadOnlySpan<byte> frame, Instant at) => (frame[0], frame[1]) switch
    {
        ((byte)'Q', _) => TryTakeRemote(at),
        ((byte)'R', _) => TryEnter(MagstimState.Local, at),
        ((byte)'E', (byte)'A') => !IsEnergised || TryEnter(MagstimState.Standby, at),
        ((byte)'E', (byte)'B') => TryArm(at),
        ((byte)'E', _) => TryFire(at),
        ((byte)'@', _) => TrySetPower(((frame[1] - '0') * 100) + ((frame[2] - '0') * 10) + frame[3] - '0', at),
        _ => true,
    };

    private bool TryTakeRemote(Instant at) => IsRemote || TryEnter(MagstimState.Standby, at);

    private bool TryEnter(MagstimState state, Instant at)
    {
        Enter(state, at);
        return true;
    }

    private bool TryArm(Instant at)
    {
        if (State != MagstimState.Standby || IsHot(at))
        {
            return false;
        }

        _armedSince = at;
        _chargedAt = Later(_chargedAt, at + ChargeTime);
        Enter(MagstimState.Armed, at);
        return true;
    }

    private bool TryFire(Instant at)
    {
        if (State != MagstimState.Ready || _serialPulseAt.IsSet)
        {
            return false;
        }

        var spread = _settings.SerialFireSpread * _random.NextInteger(-1000, 1000);
        _serialPulseAt = at + _settings.SerialFireDelay + Duration.FromNanoseconds(spread.TotalNanoseconds / 1000);
        return true;
    }

    private bool TrySetPower(int power, Instant at)
    {
        if (!IsRemote || power > 100)
        {
            return false;
        }

        SetPower(power, at);
        return true;
    }

    private void SetPower(int power, Instant at)
    {
        var change = power - _power;
        if (change == 0)
        {
            return;
        }

        _power = power;
        _chargedAt = Later(_chargedAt, at + (change > 0 ? RisePerPercent * change : FallPerPercent * -change));
        Journal.Add(at, JournalKind.Note, $"power {power}");
        if (State == MagstimState.Ready)
        {
            Enter(MagstimState.Armed, at);
        }
    }

    private void Fire(Instant now, Instant at, PulseSource source)
    {
        PulseCount++;
        var amplitude = PercentMso.FromPercent(_power);
        Journal.Add(at, JournalKind.Pulse, $"{_power} {(source == PulseSource.Ttl ? "ttl" : "serial")}");
        var pulse = new CoilPulse(at, amplitude, source, Name);
        foreach (var listener in _listeners)
        {
            listener.OnPulse(pulse);
        }

        Recharge(now);
        _coil.Heat(amplitude, at);
        GoSafeIfHot(now);
    }

    /// <summary>The capacitor is empty: recharging takes 2 s below 50 %, 3 s below 80 %, else 4 s.</summary>
    private void Recharge(Instant at)
    {
        _armedSince = at;
        _chargedAt = at + Duration.FromSeconds(_power < 50 ? 2 : _power < 80 ? 3 : 4);
        Enter(MagstimState.Armed, at);
    }

    private void DropIncomplete(Instant at)
    {
        if (!_frames.IsKnown)
        {
            Reply("?"u8, at);
        }

        _frames.Reset();
    }

    private bool IsHot(Instant at) => _coil.TemperatureAt(at).TotalDegrees > HottestDegrees;

    private void GoSafeIfHot(Instant at)
    {
        if (IsEnergised && IsHot(at))
        {
            Enter(MagstimState.Standby, at);
        }
    }

    private void Enter(MagstimState state, Instant at)
    {
        if (State != state)
        {
            // A pulse that was asked for and has not left dies with the state in which it was allowed.
            _serialPulseAt = default;
            State = state;
            Journal.Add(at, JournalKind.State, state.ToString().ToUpperInvariant());
        }
    }

    private void Answer(byte command, byte status, Instant at)
    {
        Span<byte> reply = stackalloc byte[12];
        reply[0] = command;
        reply[1] = status;
        var length = 2 + WriteData(command, reply[2..], at);
        reply[length] = MagstimFrames.Checksum(reply[..length]);
        Reply(reply[..(length + 1)], at);
    }

    private int WriteData(byte command, Span<byte> data, Instant at)
    {
        switch (command)
        {
            case (byte)'J':
                WriteThreeDigits(data, _power);
                data.Slice(3, 6).Fill((byte)'0');
                return 9;
            case (byte)'F':
                var tenths = (int)Math.Round(_coil.TemperatureAt(at).TotalDegrees * 10);
                WriteThreeDigits(data, tenths);
                WriteThreeDigits(data[3..], tenths);
                return 6;
            default:
                return 0;
        }
    }

    private static void WriteThreeDigits(Span<byte> digits, int value)
    {
        digits[0] = (byte)('0' + (value / 100 % 10));
        digits[1] = (byte)('0' + (value / 10 % 10));
        digits[2] = (byte)('0' + (value % 10));
    }

    private void ReplyError(byte error, byte command, Instant at)
    {
        Span<byte> reply = [command, error, 0];
        reply[2] = MagstimFrames.Checksum(reply[..2]);
        Reply(reply, at);
    }
}
