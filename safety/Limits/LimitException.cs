namespace ClosedLoop.Safety;

/// <summary>Limits that an experiment asked for and cannot have; the message says what was asked, what is possible, and the remedy.</summary>
public sealed class LimitException : Exception
{
    /// <summary>No reason given.</summary>
    public LimitException()
    {
    }

    /// <summary>With the reason.</summary>
    public LimitException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and what caused it.</summary>
    public LimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With the limit and the reason.</summary>
    public LimitException(LimitId limit, string message)
        : base(message) => Limit = limit;

    /// <summary>The limit that it is about, so that the caller can point at its key; None if no single one.</summary>
    public LimitId Limit { get; }
}
