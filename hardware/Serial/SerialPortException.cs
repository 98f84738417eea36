namespace ClosedLoop.Hardware;

/// <summary>A serial port that could not be opened: the message says which, why, and the remedy.</summary>
public sealed class SerialPortException : IOException
{
    /// <summary>An exception without a message.</summary>
    public SerialPortException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public SerialPortException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public SerialPortException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
