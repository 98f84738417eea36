using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// How one channel format stands on the wire. A format is one object in <see cref="All"/>; everything else of the protocol is the
/// same for each. Stateless, any thread, no allocation.
/// </summary>
internal abstract class LslFormat(ChannelFormat format, string wireName)
{
    /// <summary>All formats of protocol 1.10.</summary>
    public static IReadOnlyList<LslFormat> All { get; } =
    [
        new LslNumericFormat<float>(ChannelFormat.Float32, "float32", 0, long.MaxValue),
        new LslNumericFormat<double>(ChannelFormat.Double64, "double64", 16_777_217, long.MaxValue),
        new LslTextFormat(),
        new LslNumericFormat<int>(ChannelFormat.Int32, "int32", 65_537, 2_147_483_647),
        new LslNumericFormat<short>(ChannelFormat.Int16, "int16", 257, 32_767),
        new LslNumericFormat<sbyte>(ChannelFormat.Int8, "int8", 1, 127),
        new LslNumericFormat<long>(ChannelFormat.Int64, "int64", 2_147_483_649, long.MaxValue),
    ];

    /// <summary>The format's word in core.</summary>
    public ChannelFormat Format { get; } = format;

    /// <summary>The format's word in a stream's header.</summary>
    public string WireName { get; } = wireName;

    /// <summary>Bytes a value; 0 where values differ in length.</summary>
    public abstract int ValueBytes { get; }

    /// <summary>
    /// The bytes that the values of the next frame take: 0 if more must arrive to know or to have them all, −1 if they cannot be a
    /// frame of this format.
    /// </summary>
    public abstract int Measure(ReadOnlySpan<byte> bytes, int channels, bool swapped);

    /// <summary>Writes the values of a test frame, whose offset is 4 or 2, and returns their length in bytes.</summary>
    public abstract int WritePattern(Span<byte> bytes, int channels, int offset, bool swapped);

    /// <summary>The most bytes that the values of a test frame take.</summary>
    public abstract int PatternBytes(int channels);

    /// <summary>Reads the values of a frame as numbers.</summary>
    public abstract void Read(ReadOnlySpan<byte> bytes, bool swapped, Span<float> values);

    /// <summary>The format of a header's word; null for a word that LSL does not have.</summary>
    public static LslFormat? Find(string wireName) => All.FirstOrDefault(format => format.WireName == wireName);

    /// <summary>The format of core's word.</summary>
    public static LslFormat Of(ChannelFormat format) => All.Single(candidate => candidate.Format == format);
}
