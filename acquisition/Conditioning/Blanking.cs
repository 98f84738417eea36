using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Keeps the artefact of a stimulus out of what follows: within the window of each pulse that was announced, every channel holds its last
/// value from before the window, flagged <see cref="SampleQuality.Blanked"/>; afterwards frames are flagged
/// <see cref="SampleQuality.Contaminated"/> for as long as the window says. Values are otherwise untouched; no delay.
/// </summary>
/// <remarks>
/// A mark acts on the frames that come after it. When it comes late, frames of its window have gone by as they were; the value held is
/// then still one from before the window, as far back as the window is long. A planned pulse that is cancelled blanks nothing from
/// then on, and one that fired at another time than planned is blanked where it fired. All outputs blank alike.
/// </remarks>
public sealed class Blanking : BlockOperator, IMarkSink
{
    private const SampleQuality Unfit = SampleQuality.NotFinite | SampleQuality.Saturated;
    private const int IrregularHistory = 256;

    private readonly BlankingWindow _window;
    private readonly PulseCalendar _calendar;
    private readonly FrameHistory _history;
    private readonly float[] _hold;
    private bool _blanking;

    /// <summary>Prepares for a number of pulses.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="window">What to blank around each pulse; no span may be negative.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <param name="pulses">The most pulses that may be planned or still in their windows at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is negative, or a number below 1.</exception>
    public Blanking(StreamInfo input, BlankingWindow window, int capacity, int pulses = 4096)
        : base(input, input, capacity)
    {
        if (window.Before < Duration.Zero || window.After < Duration.Zero || window.Contaminated < Duration.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "The spans of a blanking window must not be negative.");
        }

        _window = window;
        _calendar = new(pulses, window.Before, window.Contaminated > window.After ? window.Contaminated : window.After);
        _history = new(HistoryFrames(input.NominalRate, window), input.ChannelCount);
        _hold = new float[input.ChannelCount];
    }

    /// <summary>Takes a mark; it acts on later frames only. Neither allocates nor blocks.</summary>
    /// <exception cref="InvalidOperationException">More pulses are due at once than the operator was built for.</exception>
    public void OnMark(in StimulusMark mark) => _calendar.Take(mark);

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        var inForce = _calendar.TryReach(time, out var pulse);
        if (inForce && time < pulse + _window.After)
        {
            HoldFrom(pulse - _window.Before, frame);
            _hold.CopyTo(output.Append(time, quality | SampleQuality.Blanked));
            return;
        }

        _blanking = false;
        if ((quality & Unfit) == 0)
        {
            _history.Add(frame, time);
        }

        frame.CopyTo(output.Append(time, inForce ? quality | SampleQuality.Contaminated : quality));
    }

    /// <summary>Forgets the pulses too: what was planned must be announced again.</summary>
    protected override void Forget()
    {
        _blanking = false;
        _calendar.Clear();
        _history.Clear();
    }

    private void HoldFrom(Instant start, ReadOnlySpan<float> frame)
    {
        if (!_blanking)
        {
            (_history.IsEmpty ? frame : _history.Before(start)).CopyTo(_hold);
        }

        _blanking = true;
    }

    // Two frames more than the window holds: one at each end that may fall on its edge.
    private static int HistoryFrames(Frequency rate, BlankingWindow window) => rate > default(Frequency)
        ? (int)Math.Ceiling((window.Before + window.After).TotalSeconds * rate.TotalHertz) + 2
        : IrregularHistory;
}
