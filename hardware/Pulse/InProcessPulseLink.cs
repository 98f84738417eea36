using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// The firing side without a process of its own: the same gate and fold, on the clock of the recording, with ideal devices. A verdict is
/// there for the next <see cref="TryTake"/>; a pulse leaves exactly at its instant, once time has reached it.
/// </summary>
/// <remarks>
/// For replays, virtual sessions and tests. One thread; nothing allocates after construction. Time moves when the owner says so:
/// <see cref="Beat"/> and <see cref="AdvanceTo"/> do the same. There is no watchdog, because a recording with a gap is no silent program.
/// </remarks>
public sealed class InProcessPulseLink : IPulseLink, IDisposable
{
    /// <summary>The most answers that can wait to be taken.</summary>
    public const int AnswerCapacity = 4096;

    private static readonly Duration TickPeriod = Duration.FromMilliseconds(100);
    private const int TicksPerReport = 5;

    private readonly SpscRing<PulseAnswer> _answers = new(AnswerCapacity);
    private readonly FiringFold _fold;
    private readonly Plant _plant;
    private Instant _now;
    private Instant _nextTick;
    private int _ticks;

    /// <summary>A disarmed link.</summary>
    /// <param name="limits">The limits in force.</param>
    /// <param name="devices">What each stimulator is set to, by its index; an ideal device reads back exactly this.</param>
    /// <param name="start">The clock's first instant.</param>
    /// <param name="history">The dose given before; <c>default</c> for a subject who never had a pulse.</param>
    /// <param name="record">Takes the record of the firing side; null for none.</param>
    /// <exception cref="ArgumentException">An output names a device that is not in the list.</exception>
    public InProcessPulseLink(
        ResolvedLimits limits,
        IReadOnlyList<PercentMso> devices,
        Instant start,
        DoseHistory history = default,
        IFiringRecord? record = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(devices);
        foreach (var output in limits.Outputs)
        {
            if (output.Device >= devices.Count)
            {
                throw new ArgumentException($"Output '{output.Name}' names stimulator {output.Device}; there are {devices.Count}.", nameof(devices));
            }
        }

        _plant = new Plant(this, [.. devices], history, (int)limits[LimitId.PulsesPerRun]);
        _fold = new FiringFold(new Turnstile(limits), _plant, record);
        _now = start;
    }

    /// <summary>All that the gate remembers.</summary>
    public ref readonly GateState State => ref _fold.State;

    /// <inheritdoc/>
    public bool TryAsk(in PulseRequest request)
    {
        _fold.TakeRequest(request, _now);
        return true;
    }

    /// <inheritdoc/>
    public bool TryTake(out PulseAnswer answer) => _answers.TryTake(out answer);

    /// <summary>Moves time on to the turn's instant; see <see cref="AdvanceTo"/>.</summary>
    public void Beat(Instant taken) => AdvanceTo(taken);

    /// <summary>
    /// Moves time on. Whatever is due on the way happens in the order of its instants, so the outcome is the same however far one
    /// call goes.
    /// </summary>
    /// <param name="now">The new time; one that has passed changes nothing.</param>
    public void AdvanceTo(Instant now)
    {
        while (true)
        {
            var pulse = _plant.NextPulse;
            var tick = _nextTick;
            if (pulse.IsSet && pulse <= now && (!tick.IsSet || pulse <= tick))
            {
                MoveTo(pulse);
                _plant.Fire(pulse);
            }
            else if (tick.IsSet && tick <= now)
            {
                MoveTo(tick);
                Tick(tick);
            }
            else
            {
                MoveTo(now);
                return;
            }
        }
    }

    /// <summary>Something is wrong on the firing side, as a test or a virtual session wants it.</summary>
    public void Inject(FaultKind fault) => _fold.TakeFault(fault, _now);

    /// <summary>Frees the ring.</summary>
    public void Dispose() => _answers.Dispose();

    private void MoveTo(Instant now) => _now = now > _now ? now : _now;

    private void Tick(Instant at)
    {
        if (_ticks++ % TicksPerReport == 0)
        {
            _plant.Report(at);
        }

        _fold.TakeKind(GateInputKind.Tick, at);
        _nextTick = at + TickPeriod;
    }

    /// <summary>Devices that do at once and exactly what they are told.</summary>
    private sealed class Plant(InProcessPulseLink link, PercentMso[] settings, DoseHistory history, int trainPulses) : IFiringPlant
    {
        private const DeviceFlags Safe = DeviceFlags.Answers | DeviceFlags.CoilPresent | DeviceFlags.Remote
            | DeviceFlags.SettingsConfirmed | DeviceFlags.TemperatureUnmonitored | DeviceFlags.Simulated;

        private DeviceFlags _flags = Safe;
        private AdmittedTrain? _train;
        private int _fired;

        public Instant NextPulse { get; private set; }

        public void Answer(in PulseAnswer answer)
        {
            if (!link._answers.TryPush(answer))
            {
                throw new InvalidOperationException(
                    $"{AnswerCapacity} answers wait: take them with {nameof(TryTake)} before time moves on.");
            }
        }

        public void BeginArming(Instant at)
        {
            _flags = Safe | DeviceFlags.Energised | DeviceFlags.Ready;
            link._ticks = 1;
            link._nextTick = at + TickPeriod;
            Report(at);
            link._fold.TakeHistory(history, at);
            link._fold.TakeReserved(trainPulses, at);
            link._fold.TakeArmingDone(at);
        }

        public void Schedule(AdmittedTrain train)
        {
            _train = train;
            _fired = 0;
            NextPulse = train.At + train.Train[0].Offset;
        }

        public void Fire(Instant at)
        {
            var train = _train!;
            var pulse = _fired++;
            link._fold.TakeFired(pulse, at, Duration.Zero, at);
            if (_train is null)
            {
                return;
            }

            if (_fired == train.Train.PulseCount)
            {
                End(at);
            }
            else
            {
                NextPulse = train.At + train.Train[_fired].Offset;
            }
        }

        public void MakeSafe(Instant at)
        {
            _flags = Safe;
            if (_train is not null)
            {
                link._fold.TakeUnreleased(_fired, default, at);
                End(at);
            }
        }

        public void Settle(long request, int pulses, Instant at)
        {
            if (link.State.Phase == GatePhase.Armed)
            {
                link._fold.TakeReserved(trainPulses, at);
            }
        }

        public void Report(Instant at)
        {
            for (var device = 0; device < settings.Length; device++)
            {
                link._fold.TakeDevice(new DeviceReport(device, _flags, settings[device], double.NaN, at), at);
            }
        }

        private void End(Instant at)
        {
            _train = null;
            NextPulse = default;
            link._fold.TakeTrainEnded(_fired, _fired, at);
        }
    }
}
