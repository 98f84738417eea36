namespace ClosedLoop.Safety;

/// <summary>On which side of a limit one has to stay. The limit itself is allowed.</summary>
public enum LimitSense : byte
{
    /// <summary>At most the limit's value.</summary>
    AtMost = 0,

    /// <summary>At least the limit's value.</summary>
    AtLeast = 1,
}
