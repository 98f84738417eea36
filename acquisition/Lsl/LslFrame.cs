namespace ClosedLoop.Acquisition;

/// <summary>One frame as it lies in the receive buffer; valid until the next bytes are received.</summary>
internal readonly ref struct LslFrame
{
    /// <summary>A frame with its own time.</summary>
    public const byte Stamped = 2;

    /// <summary>A frame whose time is the one before plus a sample period.</summary>
    public const byte Deduced = 1;

    /// <summary>The time that every test frame carries.</summary>
    public const double PatternStamp = 123456.789;

    /// <summary>The offsets of the two test frames, in order.</summary>
    public static ReadOnlySpan<int> PatternOffsets => [4, 2];

    public bool IsDeduced { get; init; }

    /// <summary>Seconds on the sender's clock; meaningless if deduced.</summary>
    public double Stamp { get; init; }

    public ReadOnlySpan<byte> Values { get; init; }
}
