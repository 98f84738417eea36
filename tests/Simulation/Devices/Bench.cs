using System.Text;
using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Simulation;

/// <summary>An emulated device on virtual time, with a host's hand on its line.</summary>
internal sealed class Bench(EmulatedDevice device)
{
    private readonly byte[] _buffer = new byte[256];

    internal FakeClock Clock { get; } = new(Instant.FromSeconds(1));

    internal Instant Now => Clock.Now;

    internal void Wait(double milliseconds)
    {
        Clock.Advance(Duration.FromMilliseconds(milliseconds));
        device.AdvanceTo(Clock.Now);
    }

    internal string Exchange(string hex)
    {
        device.Receive(Hex.Bytes(hex), Clock.Now);
        device.AdvanceTo(Clock.Now);
        return Taken();
    }

    internal string Taken() => Hex.Text(_buffer.AsSpan(0, device.TakeOutput(Clock.Now, _buffer)));

    internal string Say(string line)
    {
        device.Receive(Encoding.ASCII.GetBytes(line), Clock.Now);
        device.AdvanceTo(Clock.Now);
        return Heard();
    }

    internal string Heard() => Encoding.ASCII.GetString(_buffer, 0, device.TakeOutput(Clock.Now, _buffer));

    /// <summary>Polls twice a second, as drivers do.</summary>
    internal void Poll(double seconds)
    {
        for (var left = seconds; left > 0; left -= 0.5)
        {
            Wait(500);
            _ = Exchange("51 40 6E");
        }
    }
}
