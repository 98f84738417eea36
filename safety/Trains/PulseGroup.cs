using System.Runtime.CompilerServices;

namespace ClosedLoop.Safety;

/// <summary>Room for the pulses of one group: as many as a quadripulse burst has.</summary>
[InlineArray(Capacity)]
public struct PulseGroup
{
    /// <summary>The most pulses in a group.</summary>
    public const int Capacity = 4;

    private Pulse _first;
}
