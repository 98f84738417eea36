namespace ClosedLoop.Core;

/// <summary>How a stream writes its values; the numbers are those of LSL.</summary>
public enum ChannelFormat
{
    /// <summary>Not known.</summary>
    Undefined = 0,

    /// <summary>32-bit IEEE float.</summary>
    Float32 = 1,

    /// <summary>64-bit IEEE float.</summary>
    Double64 = 2,

    /// <summary>Text, a string a channel: markers.</summary>
    String = 3,

    /// <summary>32-bit integer.</summary>
    Int32 = 4,

    /// <summary>16-bit integer.</summary>
    Int16 = 5,

    /// <summary>8-bit integer.</summary>
    Int8 = 6,

    /// <summary>64-bit integer.</summary>
    Int64 = 7,
}
