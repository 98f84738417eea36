namespace ClosedLoop.Safety;

/// <summary>
/// The dose cannot be known or kept: the ledger is damaged, missing, in use, could not be written, or the wall clock went back. No pulse
/// may be given. The message says what is wrong and what to do.
/// </summary>
public sealed class LedgerException : Exception
{
    /// <summary>No reason given.</summary>
    public LedgerException()
    {
    }

    /// <summary>With the reason and the remedy.</summary>
    public LedgerException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason, the remedy, and what caused it.</summary>
    public LedgerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
