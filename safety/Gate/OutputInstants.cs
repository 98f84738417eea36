using System.Runtime.CompilerServices;
using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>An instant for each output.</summary>
[InlineArray(DeviceReports.Capacity)]
public struct OutputInstants
{
    private Instant _first;
}
