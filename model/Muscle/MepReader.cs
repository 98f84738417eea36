using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>Reads the response to one pulse out of the history: rest before it, peak to peak, onset, and what is wrong.</summary>
internal sealed class MepReader
{
    // Fewer usable frames than this share of a stretch say too little about rest.
    private const double LeastUsable = 0.8;

    // The onset's rectified value must stay above its threshold for this long.
    private const double OnsetSeconds = 1e-3;

    private const double RailSeconds = 0.2e-3;
    private const SampleQuality Obscuring = SampleQuality.Blanked | SampleQuality.Contaminated | SampleQuality.Settling;

    private readonly EmgHistory _history;
    private readonly MepSettings _settings;
    private readonly double _rateHz;
    private readonly int _onsetFrames;

    public MepReader(EmgHistory history, Frequency rate, MepSettings settings)
    {
        _history = history;
        _settings = settings;
        _rateHz = rate.TotalHertz;
        _onsetFrames = Math.Max(1, (int)Math.Ceiling((OnsetSeconds * _rateHz) - 1e-6));
    }

    public MepResult Read(in FollowedPulse pulse)
    {
        var (restFrom, restEnd) = Stretch(pulse.Time, _settings.PrestimulusFromMs, _settings.PrestimulusToMs);
        var (baseFrom, baseEnd) = Stretch(pulse.Time, _settings.BaselineFromMs, _settings.BaselineToMs);
        var (from, end) = Stretch(pulse.Time, _settings.WindowFromMs, _settings.WindowToMs);
        var rest = RestStatistics.Of(_history, restFrom, restEnd);
        var baseline = RestStatistics.Of(_history, baseFrom, baseEnd);

        var window = WindowFlaw(from, end);
        var flaw = Worst(pulse.HasFired ? MepFlaw.None : MepFlaw.NotConfirmed, LatenessFlaw(pulse.Time));
        flaw = Worst(flaw, Worst(window, Worst(RestFlaw(rest), BaselineFlaw(baseline))));
        var amplitude = window >= MepFlaw.NotFinite ? double.NaN : PeakToPeak(from, end);
        var present = flaw == MepFlaw.None && amplitude >= _settings.PresentMicrovolts;
        var latency = present ? (_history.Time(Onset(from, end, baseline)) - pulse.Time).TotalMilliseconds : double.NaN;
        return new(pulse.Request, pulse.Pulse, pulse.Output, pulse.Time, amplitude, present, latency, flaw, rest.Rms);
    }

    private static MepFlaw Worst(MepFlaw one, MepFlaw other) => one > other ? one : other;

    private (int From, int End) Stretch(Instant pulse, double fromMs, double toMs)
    {
        // One nanosecond on: the last instant is included.
        var last = pulse + Duration.FromMilliseconds(toMs) + Duration.FromNanoseconds(1);
        return (_history.IndexOf(pulse + Duration.FromMilliseconds(fromMs)), _history.IndexOf(last));
    }

    private MepFlaw LatenessFlaw(Instant pulse)
    {
        var needed = pulse + Duration.FromMilliseconds(Math.Min(_settings.PrestimulusFromMs, _settings.BaselineFromMs));
        return _history.HasForgotten && _history.Oldest > needed ? MepFlaw.MarkTooLate : MepFlaw.None;
    }

    private MepFlaw WindowFlaw(int from, int end)
    {
        var (every, onRail) = (SampleQuality.Good, 0);
        for (var i = from; i < end; i++)
        {
            var quality = _history.Quality(i);
            every |= quality;
            onRail += (quality & SampleQuality.Saturated) != 0 ? 1 : 0;
        }

        // The frame after the window tells of a gap at its end.
        var gaps = end < _history.Count ? every | (_history.Quality(end) & SampleQuality.AfterGap) : every;
        if ((gaps & SampleQuality.AfterGap) != 0 || end - from < FramesIn(_settings.WindowFromMs, _settings.WindowToMs) - 1)
        {
            return MepFlaw.MissingSamples;
        }

        return (every & SampleQuality.NotFinite) != 0 ? MepFlaw.NotFinite
            : onRail / _rateHz > RailSeconds ? MepFlaw.Saturated
            : (every & Obscuring) != 0 ? MepFlaw.Obscured : MepFlaw.None;
    }

    private MepFlaw RestFlaw(in RestStatistics rest)
    {
        var coverage = CoverageFlaw(rest, FramesIn(_settings.PrestimulusFromMs, _settings.PrestimulusToMs));
        var active = rest.Rms > _settings.RestRmsMicrovolts || rest.Peak > _settings.RestPeakMicrovolts;
        return Worst(coverage, active ? MepFlaw.BackgroundActivity : MepFlaw.None);
    }

    private MepFlaw BaselineFlaw(in RestStatistics baseline) =>
        CoverageFlaw(baseline, FramesIn(_settings.BaselineFromMs, _settings.BaselineToMs));

    private static MepFlaw CoverageFlaw(in RestStatistics stretch, int expected)
    {
        var least = Math.Max(1, LeastUsable * expected);
        return stretch.Frames < least ? MepFlaw.MissingSamples : stretch.Usable < least ? MepFlaw.Obscured : MepFlaw.None;
    }

    private int FramesIn(double fromMs, double toMs) => (int)Math.Floor(((toMs - fromMs) * 1e-3 * _rateHz) + 1e-6);

    private double PeakToPeak(int from, int end)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = from; i < end; i++)
        {
            var value = _history.Microvolts(i);
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return most - least;
    }

    // The first frame of the first run above mean + 3 sd of the rectified baseline that lasts and reaches a tenth of the peak. Without the
    // latter, what little the amplifier keeps of the artefact is taken for the onset in one trial of four recorded in quiet muscles.
    private int Onset(int from, int end, in RestStatistics baseline)
    {
        var threshold = baseline.MeanRectified + (3 * baseline.SpreadRectified);
        var tenth = 0.1 * Peak(from, end, baseline.Mean);
        var (run, reached) = (0, false);
        for (var i = from; i < end; i++)
        {
            var distance = Math.Abs(_history.Microvolts(i) - baseline.Mean);
            (run, reached) = distance > threshold ? (run + 1, reached || distance >= tenth) : (0, false);
            if (reached && run >= _onsetFrames)
            {
                return i - run + 1;
            }
        }

        return FirstAt(tenth, from, end, baseline.Mean);
    }

    private double Peak(int from, int end, double mean)
    {
        var peak = 0.0;
        for (var i = from; i < end; i++)
        {
            peak = Math.Max(peak, Math.Abs(_history.Microvolts(i) - mean));
        }

        return peak;
    }

    private int FirstAt(double threshold, int from, int end, double mean)
    {
        var i = from;
        while (i < end - 1 && Math.Abs(_history.Microvolts(i) - mean) < threshold)
        {
            i++;
        }

        return i;
    }
}
