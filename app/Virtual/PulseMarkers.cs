using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary>
/// The markers of the virtual world: one a pulse, worded as on Lab Streaming Layer, heard one amplifier's delay later.
/// </summary>
/// <param name="name">The stream's name.</param>
/// <param name="delay">From a pulse to its marker's arrival.</param>
internal sealed class PulseMarkers(string name, Duration delay) : IFrameSource
{
    private readonly Queue<Marker> _heard = new();

    /// <inheritdoc/>
    public StreamInfo Stream { get; } = new(name, "Markers", default, ChannelFormat.String, [new ChannelInfo("pulses")]);

    /// <inheritdoc/>
    public string? Lost => null;

    /// <summary>A coil fired.</summary>
    public void Hear(in CoilPulse pulse)
    {
        var text = FormattableString.Invariant($"pulse {pulse.Coil} {pulse.Amplitude.TotalPercent} ttl");
        _heard.Enqueue(new Marker(pulse.Time, text));
    }

    /// <inheritdoc/>
    public int Poll(SampleBlock arrived, Instant taken) => 0;

    /// <inheritdoc/>
    public bool TryTakeMarker(Instant taken, out Marker marker)
    {
        marker = default;
        return _heard.TryPeek(out var next) && next.Time <= taken - delay && _heard.TryDequeue(out marker);
    }
}
