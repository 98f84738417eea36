using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Hardware;

/// <summary>An emulated timer box whose line can be held up: what the host sends meanwhile arrives when the pause is over.</summary>
internal sealed class PausableBox : IDisposable
{
    private readonly TimerBoxEmulator _box = new("box");
    private readonly PseudoTerminal _port = new();
    private readonly Lock _line = new();
    private readonly Thread _thread;
    private volatile bool _ends;

    public PausableBox()
    {
        _thread = new Thread(Live) { IsBackground = true };
        _thread.Start();
    }

    public string Path => _port.Path;

    public int EdgeCount => _box.EdgeCount;

    /// <summary>Holds the line up until the answer is disposed of.</summary>
    public IDisposable Pause()
    {
        _line.Enter();
        return new Held(_line);
    }

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        _port.Dispose();
    }

    private void Live()
    {
        var buffer = new byte[256];
        while (!_ends)
        {
            lock (_line)
            {
                Turn(buffer);
            }

            Thread.Sleep(0);
        }
    }

    private void Turn(byte[] buffer)
    {
        var now = MonotonicClock.Instance.Now;
        var count = _port.Read(buffer);
        if (count > 0)
        {
            _box.Receive(buffer.AsSpan(0, count), now);
        }

        _box.AdvanceTo(now);
        while ((count = _box.TakeOutput(now, buffer)) > 0)
        {
            _port.Write(buffer.AsSpan(0, count));
        }
    }

    private sealed class Held(Lock line) : IDisposable
    {
        public void Dispose() => line.Exit();
    }
}
