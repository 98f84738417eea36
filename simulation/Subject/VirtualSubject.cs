using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// A person who is not there: EEG with a mu rhythm over C3 that comes in bursts, alpha, beta, 1/f background, hum and blinks; EMG
/// of a resting hand with an MEP after each test pulse, whose size follows the pulse, the phase of mu at which it fell, and a
/// conditioning pulse before it. Frames are pulled, so hours run as fast as they are asked for.
/// </summary>
/// <remarks>
/// The same seed and the same pulses give the same samples, bit for bit, on every CPU, however the frames are cut into blocks. A
/// pulse is felt by the frames that have not been pulled yet; tell it before them. Filling allocates nothing. Any thread may
/// call.
/// </remarks>
public sealed class VirtualSubject : ICoilListener
{
    private const double FocalSpread = 0.45;
    private const double WideSpread = 0.7;

    private readonly Lock _gate = new();
    private readonly Instant _start;
    private readonly RhythmSource[] _rhythms;
    private readonly BackgroundNoise _background;
    private readonly Blinks _blinks;
    private readonly double[] _eyes;
    private readonly EmgNoise _emgNoise;
    private readonly MepGenerator _meps;
    private readonly SeededRandom _latencies;
    private readonly FeltPulses _felt;
    private readonly double[] _frame;
    private readonly double _logRatio;
    private readonly List<TrueResponse> _responses = new(1024);
    private long _eegFrames;
    private long _emgFrames;
    private CoilPulse _lastConditioning;

    /// <summary>Seats a subject.</summary>
    /// <param name="settings">Who it is.</param>
    /// <param name="start">The time of the first frame of both streams.</param>
    /// <exception cref="ArgumentException">An electrode that the virtual head lacks, no electrode, or a number out of its
    /// range.</exception>
    public VirtualSubject(SubjectSettings settings, Instant start)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Refuse(settings);
        Settings = settings;
        _start = start;
        var sites = settings.Electrodes.Select(ScalpPosition.Of).ToArray();
        _rhythms = MakeRhythms(settings, sites, start);
        _background = new BackgroundNoise(sites, settings.EegRate, settings.BackgroundDensityAt10Hz, Part(5));
        _blinks = new Blinks(settings.BlinksPerMinute, Part(6), start);
        _eyes = [.. sites.Select(site => 110 * site.CouplingTo(ScalpPosition.At(95, 90), 0.8))];
        _emgNoise = new EmgNoise(settings.EmgNoise, settings.EmgRate, Part(7));
        _meps = new MepGenerator(settings.RestingMotorThreshold, settings.Drifts, Part(8));
        _latencies = Part(9);
        _logRatio = CerebellarInhibition.LogRatio(settings.InhibitionRatio, Part(10));
        _felt = new FeltPulses(settings, sites);
        _frame = new double[sites.Length];
        EegStream = Describe(settings, "EEG", settings.EegRate, settings.Electrodes);
        EmgStream = Describe(settings, "EMG", settings.EmgRate, ["FDI"]);
        Truth = new SubjectTruth(this);
    }

    /// <summary>Who it is.</summary>
    public SubjectSettings Settings { get; }

    /// <summary>The EEG: one channel an electrode, µV.</summary>
    public StreamInfo EegStream { get; }

    /// <summary>The EMG: one channel, the first dorsal interosseous, µV.</summary>
    public StreamInfo EmgStream { get; }

    /// <summary>What is true of it; keep it from the controller.</summary>
    public SubjectTruth Truth { get; }

    internal double InhibitionRatio => DeterministicMath.Exp(_logRatio);

    /// <summary>Adds the next EEG frames to a block, up to and including an instant, as long as there is room.</summary>
    /// <returns>The number of frames added; fewer than there were to add if the block is full.</returns>
    public int FillEeg(SampleBlock block, Instant until)
    {
        ArgumentNullException.ThrowIfNull(block);
        lock (_gate)
        {
            var count = 0;
            for (var time = TimeOf(_eegFrames, Settings.EegRate); time <= until && block.FrameCount < block.Capacity; count++)
            {
                Write(block.Append(time, SampleQuality.Good), time);
                time = TimeOf(++_eegFrames, Settings.EegRate);
            }

            return count;
        }
    }

    /// <summary>Adds the next EMG frames to a block, up to and including an instant, as long as there is room.</summary>
    /// <returns>The number of frames added; fewer than there were to add if the block is full.</returns>
    public int FillEmg(SampleBlock block, Instant until)
    {
        ArgumentNullException.ThrowIfNull(block);
        lock (_gate)
        {
            var count = 0;
            for (var time = TimeOf(_emgFrames, Settings.EmgRate); time <= until && block.FrameCount < block.Capacity; count++)
            {
                block.Append(time, SampleQuality.Good)[0] = (float)(_emgNoise.Next() + _felt.EmgAt(time));
                time = TimeOf(++_emgFrames, Settings.EmgRate);
            }

            return count;
        }
    }

    /// <summary>
    /// Feels a pulse, past or to come. Pulses must be told in the order of their times; coils of other names give an artefact
    /// only.
    /// </summary>
    public void OnPulse(in CoilPulse pulse)
    {
        lock (_gate)
        {
            if (pulse.Coil == Settings.ConditioningCoil)
            {
                _lastConditioning = pulse;
                _felt.Add(pulse, default, default);
            }
            else if (pulse.Coil == Settings.TestCoil)
            {
                var response = Respond(pulse);
                _responses.Add(response);
                _felt.Add(pulse, response.Amplitude, response.Latency);
            }
            else
            {
                _felt.Add(pulse, default, default);
            }
        }
    }

    internal IReadOnlyList<TrueResponse> CopyResponses()
    {
        lock (_gate)
        {
            return [.. _responses];
        }
    }

    internal Phase MuPhaseAt(Instant instant)
    {
        lock (_gate)
        {
            return _rhythms[0].Rhythm.PhaseAt(instant);
        }
    }

    internal Microvolts MuAmplitudeAt(Instant instant)
    {
        lock (_gate)
        {
            return TrueMuAmplitude(instant);
        }
    }

    private Microvolts TrueMuAmplitude(Instant instant) =>
        Microvolts.FromMicrovolts(Settings.MuAmplitude.TotalMicrovolts * _rhythms[0].Rhythm.AmplitudeAt(instant));

    private void Write(Span<float> values, Instant time)
    {
        var frame = _frame.AsSpan();
        frame.Clear();
        foreach (var source in _rhythms)
        {
            source.AddTo(frame, time);
        }

        _background.AddTo(frame);
        var hum = Settings.HumAmplitude.TotalMicrovolts * DeterministicMath.Cos(100 * Math.PI * (time - _start).TotalSeconds);
        var blink = _blinks.ValueAt(time);
        _felt.AddEegTo(frame, time);
        for (var channel = 0; channel < values.Length; channel++)
        {
            values[channel] = (float)(frame[channel] + hum + (blink * _eyes[channel]));
        }
    }

    private TrueResponse Respond(in CoilPulse pulse)
    {
        var phase = _rhythms[0].Rhythm.PhaseAt(pulse.Time);
        var interval = IntervalBefore(pulse.Time);
        var isConditioned = interval is not null && CerebellarInhibition.Conditions(_lastConditioning.Amplitude);
        var effects = Settings.PhaseEffect * DeterministicMath.Cos(phase.RadiansFrom(Settings.PreferredPhase));
        effects += isConditioned ? _logRatio * CerebellarInhibition.Profile(interval!.Value) : 0;
        var excitability = _meps.Excitability;
        var latency = Duration.FromMilliseconds(Math.Clamp(22 + (0.35 * _latencies.NextNormal()), 21, 23));
        return new(
            pulse.Time,
            pulse.Amplitude,
            interval,
            phase,
            TrueMuAmplitude(pulse.Time),
            excitability,
            _meps.Next(pulse.Amplitude, effects),
            latency);
    }

    private Duration? IntervalBefore(Instant test)
    {
        var interval = test - _lastConditioning.Time;
        var isRecent = interval >= Duration.Zero && interval <= Duration.FromMilliseconds(20);
        return _lastConditioning.Time.IsSet && isRecent ? interval : null;
    }

    private Instant TimeOf(long frame, Frequency rate) => _start + Duration.FromSeconds(frame / rate.TotalHertz);

    private SeededRandom Part(int part) => SeededRandom.ForPart(Settings.Seed, part);

    private static RhythmSource[] MakeRhythms(SubjectSettings settings, ScalpPosition[] sites, Instant start)
    {
        var mu = new RhythmShape(settings.MuFrequency.TotalHertz, 0.4, Milliseconds(2000), Milliseconds(900), 0.25);
        var alpha = new RhythmShape(10.1, 0.3, Milliseconds(3000), Milliseconds(1200), 0.05);
        var beta = new RhythmShape(20, 1.5, Milliseconds(500), Milliseconds(1600), 0);
        return
        [
            Source(1, mu, settings.MuAmplitude.TotalMicrovolts, "C3", FocalSpread),
            Source(2, mu with { Hertz = 10.9 }, 6, "C4", FocalSpread),
            Source(3, alpha, 11, "Oz", WideSpread),
            Source(4, beta, 2, "C3", FocalSpread),
        ];

        RhythmSource Source(int part, RhythmShape shape, double microvolts, string place, double spread) =>
            new(
                new BurstingRhythm(shape, SeededRandom.ForPart(settings.Seed, part), start),
                microvolts,
                ScalpPosition.Of(place),
                sites,
                spread);
    }

    private static Duration Milliseconds(double value) => Duration.FromMilliseconds(value);

    private static StreamInfo Describe(SubjectSettings settings, string type, Frequency rate, IEnumerable<string> labels) => new(
        $"{settings.StreamName} {type}",
        type,
        rate,
        ChannelFormat.Float32,
        [.. labels.Select(label => new ChannelInfo(label, "microvolts", type))],
        $"{settings.StreamName}-{type}-{settings.Seed}");

    private static void Refuse(SubjectSettings settings)
    {
        var isSound = settings.Electrodes.Count > 0 && settings.EegRate.TotalHertz > 0 && settings.EmgRate.TotalHertz > 0
            && settings.BackgroundDensityAt10Hz > 0 && double.IsFinite(settings.BackgroundDensityAt10Hz)
            && settings.InhibitionRatio is null or > 0 && settings.RestingMotorThreshold.TotalPercent > 0;
        if (!isSound)
        {
            throw new ArgumentException(
                "A virtual subject needs an electrode, rates above 0 Hz, a background and a threshold above 0, "
                + "and an inhibition ratio above 0.",
                nameof(settings));
        }
    }
}
