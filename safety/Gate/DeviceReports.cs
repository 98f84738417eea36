using System.Runtime.CompilerServices;

namespace ClosedLoop.Safety;

/// <summary>The newest report of each device: room for as many as an experiment may have.</summary>
[InlineArray(Capacity)]
public struct DeviceReports
{
    /// <summary>The most devices, and the most outputs, of an experiment.</summary>
    public const int Capacity = 8;

    private DeviceReport _first;
}
