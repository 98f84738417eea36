using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>One line of a trigger, with what is known of its errors.</summary>
/// <param name="Index">The line's number, from 0; bit Index of a mask.</param>
/// <param name="Bias">By how much its edges come later than asked, on average; the driver subtracts it.</param>
/// <param name="Spread">From the 1st to the 99th percentile of what remains.</param>
public readonly record struct TriggerLine(int Index, Duration Bias, Duration Spread);
