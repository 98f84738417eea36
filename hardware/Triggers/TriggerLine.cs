using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>One line of a trigger, with what is known of its errors.</summary>
/// <param name="Number">The line's number as it stands on the device, from 1; bit Number − 1 of a mask.</param>
/// <param name="Bias">By how much its edges come later than asked, on average; the driver subtracts it.</param>
/// <param name="Spread">From the 1st to the 99th percentile of what remains.</param>
public readonly record struct TriggerLine(int Number, Duration Bias, Duration Spread);
