namespace ClosedLoop.Acquisition;

/// <summary>
/// The offset of a sender's clock over one run of it: a line through (<paramref name="Centre"/>, <paramref name="Offset"/>).
/// </summary>
/// <param name="From">The first measurement, in seconds on the sender's clock.</param>
/// <param name="To">The last measurement.</param>
/// <param name="Centre">Where the line is anchored, in seconds on the sender's clock.</param>
/// <param name="Offset">The offset there, in seconds.</param>
/// <param name="Slope">How the offset grows, in seconds a second.</param>
internal readonly record struct ClockLine(double From, double To, double Centre, double Offset, double Slope)
{
    /// <summary>What has to be added to a stamp.</summary>
    public double OffsetAt(double stamp) => Offset + (Slope * (stamp - Centre));
}
