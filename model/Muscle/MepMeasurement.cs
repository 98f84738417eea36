using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Measures motor evoked potentials: takes the frames of one EMG channel and the marks of pulses, and gives one <see cref="MepResult"/> a
/// fired pulse once its window has passed.
/// </summary>
/// <remarks>
/// Order of steps, after blanking upstream: rest before the pulse is judged; the baseline's mean is removed; the amplitude is max − min in
/// the window; the onset is the start of the first run of |x| above mean + 3 sd of the rectified baseline that lasts at least 1 ms and
/// reaches a tenth of the peak, failing that the first |x| of a tenth of the peak. Blanked frames around the pulse are expected and do no
/// harm outside the window; those before the pulse are left out of the statistics of rest, of which 80 % must remain.
/// A pulse is known by request and number in the train. A planned pulse waits for its fired mark, whose time replaces the planned one; a
/// cancelled one is forgotten; one of which nothing is heard gives a result that is not valid (<see cref="MepFlaw.NotConfirmed"/>). Marks may
/// come before the pulse's frames or after them, up to the confirmation time after the window's end; later marks of a pulse that has
/// its result are ignored. Results depend on the order of frames and marks alone. Frames must come in the order of their times.
/// One thread. Allocates in its constructor only; reading a response scans some hundred frames once a pulse.
/// </remarks>
public sealed class MepMeasurement : IMarkSink
{
    /// <summary>The most pulses followed at once, and the most results kept unread; what is beyond is lost and counted.</summary>
    public const int Capacity = 64;

    // What the history holds beyond what a planned pulse can ask for, so that lateness of one turn costs nothing.
    private const double SpareMs = 100;

    private readonly EmgHistory _history;
    private readonly MepReader _reader;
    private readonly Duration _windowTo;
    private readonly Duration _confirmation;
    private readonly int _output;
    private readonly FollowedPulse[] _followed = new FollowedPulse[Capacity];
    private readonly MepResult[] _results = new MepResult[Capacity];
    private int _followedCount;
    private long _resultsMade;
    private long _resultsRead;

    /// <summary>Makes a measurement that has seen nothing.</summary>
    /// <param name="rate">Frames a second of the EMG, 1 to 100 kHz; at least 2 kHz is advised.</param>
    /// <param name="settings">Window, baseline, rest, and which output's pulses to follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not within 1 to 100 kHz.</exception>
    /// <exception cref="ArgumentException">The settings contradict themselves.</exception>
    public MepMeasurement(Frequency rate, MepSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (rate.TotalHertz is < 1_000 or > 100_000)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A response of a few ms needs 1,000 to 100,000 frames a second.");
        }

        settings.Check();
        _windowTo = Duration.FromMilliseconds(settings.WindowToMs);
        _confirmation = Duration.FromMilliseconds(settings.ConfirmationMs);
        _output = settings.Output;
        var before = -Math.Min(settings.PrestimulusFromMs, settings.BaselineFromMs);
        var spanMs = before + settings.WindowToMs + settings.ConfirmationMs + SpareMs;
        _history = new((int)Math.Ceiling(spanMs * 1e-3 * rate.TotalHertz));
        _reader = new(_history, rate, settings);
    }

    /// <summary>Pulses not followed, because <see cref="Capacity"/> others were waiting.</summary>
    public long LostPulses { get; private set; }

    /// <summary>Results written over, because nobody took them.</summary>
    public long LostResults { get; private set; }

    /// <summary>Takes one frame, after conditioning. Neither allocates nor blocks.</summary>
    /// <param name="microvolts">The frame's value, µV.</param>
    /// <param name="quality">What is wrong with the frame.</param>
    /// <param name="at">The frame's own time; not before the frame before.</param>
    public void Take(float microvolts, SampleQuality quality, Instant at)
    {
        _history.Add(microvolts, quality, at);
        ReadWhatIsDue();
    }

    /// <summary>Takes a mark; those of other outputs and those without a time are ignored. Neither allocates nor blocks.</summary>
    public void OnMark(in StimulusMark mark)
    {
        if (!mark.Time.IsSet || (_output >= 0 && mark.Output != _output) || HasResult(mark))
        {
            return;
        }

        Follow(mark);
        ReadWhatIsDue();
    }

    /// <summary>Gives the oldest result not yet taken; false if there is none. Neither allocates nor blocks.</summary>
    public bool TryTake(out MepResult result)
    {
        if (_resultsRead == _resultsMade)
        {
            result = default;
            return false;
        }

        result = _results[_resultsRead++ % Capacity];
        return true;
    }

    /// <summary>Forgets frames, pulses and results: as new, but for the counters.</summary>
    public void Reset()
    {
        _history.Clear();
        _followedCount = 0;
        Array.Clear(_results);
        (_resultsMade, _resultsRead) = (0, 0);
    }

    private void Follow(in StimulusMark mark)
    {
        var index = IndexOf(mark);
        if (mark.Kind == StimulusMarkKind.Cancelled)
        {
            if (index >= 0)
            {
                Forget(index);
            }
        }
        else if (index >= 0)
        {
            // What has fired stays fired: a planned mark that comes after it says nothing new.
            _followed[index] = _followed[index].HasFired && mark.Kind == StimulusMarkKind.Planned ? _followed[index] : FollowedPulse.Of(mark);
        }
        else if (_followedCount < Capacity)
        {
            _followed[_followedCount++] = FollowedPulse.Of(mark);
        }
        else
        {
            LostPulses++;
        }
    }

    private void ReadWhatIsDue()
    {
        for (var i = 0; i < _followedCount;)
        {
            if (IsDue(_followed[i]))
            {
                Publish(_reader.Read(_followed[i]));
                Forget(i);
            }
            else
            {
                i++;
            }
        }
    }

    private bool IsDue(in FollowedPulse pulse)
    {
        var end = pulse.Time + _windowTo;
        return _history.Count > 0 && _history.Newest >= (pulse.HasFired ? end : end + _confirmation);
    }

    private void Publish(in MepResult result)
    {
        _results[_resultsMade++ % Capacity] = result;
        if (_resultsMade - _resultsRead > Capacity)
        {
            _resultsRead++;
            LostResults++;
        }
    }

    // A request fires a pulse once; the last results are remembered also after they were taken.
    private bool HasResult(in StimulusMark mark)
    {
        for (var made = Math.Max(0, _resultsMade - Capacity); mark.Request != 0 && made < _resultsMade; made++)
        {
            ref readonly var result = ref _results[made % Capacity];
            if (result.Request == mark.Request && result.Pulse == mark.Pulse && result.Output == mark.Output)
            {
                return true;
            }
        }

        return false;
    }

    private int IndexOf(in StimulusMark mark)
    {
        for (var i = 0; i < _followedCount; i++)
        {
            if (_followed[i].IsOf(mark))
            {
                return i;
            }
        }

        return -1;
    }

    // Keeps the order, so that results come in the order of the pulses.
    private void Forget(int index)
    {
        _followedCount--;
        Array.Copy(_followed, index + 1, _followed, index, _followedCount - index);
    }
}
