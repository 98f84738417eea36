using System.Net.Sockets;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Lets one acquisition thread sleep in the kernel until any of its inlets has something, or a time has passed. No allocation after the
/// first call (on Windows a little).
/// </summary>
/// <example><code>
/// while (running)
/// {
///     poller.Wait(Duration.FromMilliseconds(5));
///     for (var i = 0; i &lt; blocks.Length; i++) { poller.Inlets[i].Poll(blocks[i], clock.Now); }
/// }
/// </code></example>
public sealed class LslPoller
{
    private readonly SocketWait _wait = new();
    private readonly LslInlet[] _inlets;
    private readonly Socket[] _others;

    /// <summary>A poller for inlets, and for other sockets that shall wake the thread when readable.</summary>
    public LslPoller(IReadOnlyList<LslInlet> inlets, params IReadOnlyList<Socket> others)
    {
        _inlets = [.. inlets];
        _others = [.. others];
    }

    /// <summary>The inlets, in the order given.</summary>
    public ReadOnlySpan<LslInlet> Inlets => _inlets;

    /// <summary>Puts a recovered inlet in the place of the lost one. On the polling thread.</summary>
    public void Replace(int index, LslInlet successor)
    {
        ArgumentNullException.ThrowIfNull(successor);
        _inlets[index] = successor;
    }

    /// <summary>
    /// Waits until something has arrived: frames, an answer of a time service, the end of a connection. Returns at once when an inlet
    /// still holds what did not fit into its block. Lost inlets are passed over.
    /// </summary>
    /// <param name="timeout">The longest wait; rounded up to whole milliseconds.</param>
    /// <returns>False if the time passed first.</returns>
    public bool Wait(Duration timeout)
    {
        _wait.Clear();
        foreach (var inlet in _inlets)
        {
            if (inlet.HasFramesLeft)
            {
                return true;
            }

            if (!inlet.IsLost)
            {
                _wait.Watch(inlet.DataSocket, forReading: true);
                _wait.Watch(inlet.TimeSocket, forReading: true);
            }
        }

        foreach (var other in _others)
        {
            _wait.Watch(other, forReading: true);
        }

        return _wait.Wait((int)Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds), 0, int.MaxValue));
    }
}
