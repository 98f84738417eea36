namespace ClosedLoop.Acquisition;

/// <summary>
/// A file is not a recording that can be read. The message is one sentence for a person: which file, what it is not, why.
/// </summary>
public sealed class RecordingFormatException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public RecordingFormatException()
    {
    }

    /// <summary>An exception with its sentence.</summary>
    public RecordingFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its sentence and what led to it.</summary>
    public RecordingFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
