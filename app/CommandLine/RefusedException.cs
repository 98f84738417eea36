namespace ClosedLoop.App;

/// <summary>
/// What was asked cannot be done. The message is one sentence for the user: what was asked, what is possible, the remedy.
/// </summary>
public sealed class RefusedException : Exception
{
    /// <summary>Without a reason; for serialisers.</summary>
    public RefusedException()
    {
    }

    /// <summary>With the sentence that the user sees.</summary>
    public RefusedException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence that the user sees, and what caused it.</summary>
    public RefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
