using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>Writes small XDF files byte by byte, from the specification and not with the code under test.</summary>
internal sealed class XdfBytes
{
    private readonly List<byte> _output = [.. "XDF:"u8];

    /// <summary>How many bytes lengths take: 1, 4 or 8.</summary>
    public int LengthBytes { get; init; } = 4;

    public long Length => _output.Count;

    public byte[] ToArray() => _output.ToArray();

    public XdfBytes FileHeader() => Chunk(1, "<?xml version=\"1.0\"?><info><version>1.0</version></info>"u8.ToArray());

    public XdfBytes StreamHeader(int id, string format, int channels, double rate, string name = "S", string desc = "") => Chunk(2, [
        .. Id(id),
        .. Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"<?xml version=\"1.0\"?><info><name>{name}</name><type>EEG</type><channel_count>{channels}</channel_count><nominal_srate>{rate}</nominal_srate><channel_format>{format}</channel_format><desc>{desc}</desc></info>")),
    ]);

    /// <summary>A chunk of frames, each with its stamp (null: none) and the bytes of its values.</summary>
    public XdfBytes Samples(int id, params (double? Stamp, byte[] Values)[] frames) => Chunk(3, [
        .. Id(id),
        .. Size(frames.Length, LengthBytes),
        .. frames.SelectMany(frame => (byte[])[
            .. frame.Stamp is { } stamp ? [8, .. Double(stamp)] : new byte[] { 0 },
            .. frame.Values,
        ]),
    ]);

    public XdfBytes ClockOffset(int id, double time, double value) => Chunk(4, [.. Id(id), .. Double(time), .. Double(value)]);

    public XdfBytes Boundary() =>
        Chunk(5, [0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4]);

    public XdfBytes Footer(int id, int count) => Chunk(6, [
        .. Id(id),
        .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<info><sample_count>{count}</sample_count></info>")),
    ]);

    public XdfBytes Chunk(ushort tag, byte[] content)
    {
        // A length of one byte holds no header; such chunks take four.
        _output.AddRange(Size(content.Length + 2, content.Length > 253 && LengthBytes == 1 ? 4 : LengthBytes));
        _output.Add((byte)tag);
        _output.Add((byte)(tag >> 8));
        _output.AddRange(content);
        return this;
    }

    public XdfBytes Raw(params byte[] bytes)
    {
        _output.AddRange(bytes);
        return this;
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Text(string text) => [.. Size(Encoding.UTF8.GetByteCount(text), 1), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Double(double value) => BitConverter.GetBytes(value);

    private static byte[] Id(int id) => BitConverter.GetBytes(id);

    private static byte[] Size(long size, int bytes)
    {
        var all = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, size);
        return [(byte)bytes, .. all[..bytes]];
    }
}
