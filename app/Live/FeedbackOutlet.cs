using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// Publishes feedback on LSL for whoever shows or plays it: value and width of a belief at each onset of the rule. It hangs on a ring at the
/// side; when it falls behind, values are lost and counted, and the loop never waits.
/// </summary>
internal sealed class FeedbackOutlet : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    private readonly FeedbackRing _ring;
    private readonly LslOutlet _outlet;
    private readonly ManualResetEventSlim _end = new(false);
    private readonly Thread _thread;

    /// <summary>Opens the outlet and starts its thread.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="belief">The belief that is fed back.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="ring">Where the loop puts it.</param>
    public FeedbackOutlet(string name, string belief, string unit, FeedbackRing ring)
    {
        _ring = ring;
        _outlet = new LslOutlet(new StreamInfo(
            name, "Feedback", default, ChannelFormat.Float32, [new ChannelInfo(belief, unit), new ChannelInfo($"{belief} width", unit)],
            $"closedloop-{name}-{Environment.ProcessId}"));
        _thread = new Thread(Work) { Name = "feedback", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _outlet.Dispose();
        _end.Dispose();
    }

    private void Work()
    {
        Span<float> frame = stackalloc float[2];
        do
        {
            while (_ring.TryTake(out var feedback))
            {
                frame[0] = (float)feedback.Value;
                frame[1] = (float)feedback.Width;
                _outlet.Push(frame, feedback.At);
            }
        }
        while (!_end.Wait(Period));
    }
}
