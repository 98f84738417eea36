using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// The canonical little-endian form of inputs that the hashes cover. Frames are encoded one by one, so that the hash does not depend on
/// how they were cut into blocks.
/// </summary>
internal static class InputEncoding
{
    private const int FrameHead = 25;

    public static int FrameBytes(int channels) => FrameHead + (channels * sizeof(float));

    /// <summary>Appends a block's frames: number (0 where it has none), stream, time, quality, values.</summary>
    public static void Append(StageHash hash, int stream, long firstInput, SampleBlock block, Span<byte> scratch)
    {
        var bytes = scratch[..FrameBytes(block.ChannelCount)];
        for (var frame = 0; frame < block.FrameCount; frame++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, firstInput == 0 ? 0 : firstInput + frame);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], stream);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], block.Timestamps[frame].TotalNanoseconds);
            bytes[24] = (byte)block.Qualities[frame];
            MemoryMarshal.AsBytes(block.Frame(frame)).CopyTo(bytes[FrameHead..]);
            hash.Append(bytes);
        }
    }

    public static void Append(StageHash hash, long input, int stream, in Marker marker)
    {
        hash.Append(input);
        hash.Append((long)stream);
        hash.Append(marker.Time.TotalNanoseconds);
        Append(hash, marker.Text);
    }

    public static void Append(StageHash hash, long input, in PulseAnswer answer)
    {
        hash.Append(input);
        hash.Append((long)answer.Kind);
        hash.Append((long)answer.Limit);
        hash.Append((long)answer.Fault);
        hash.Append(answer.Request);
        hash.Append(answer.At.TotalNanoseconds);
        hash.Append((long)answer.Pulse);
        hash.Append((long)answer.Output);
        hash.Append(answer.Asked.TotalNanoseconds);
        hash.Append(answer.Done.TotalNanoseconds);
        hash.Append(answer.LimitValue);
        hash.Append(answer.AskedValue);
    }

    /// <summary>A verdict without its number and time of writing, which are measurements.</summary>
    public static void AppendVerdict(StageHash hash, in PulseAnswer answer)
    {
        hash.Append((long)answer.Kind);
        hash.Append((long)answer.Limit);
        hash.Append(answer.Request);
        hash.Append(answer.LimitValue);
        hash.Append(answer.AskedValue);
    }

    public static void Append(StageHash hash, long input, OperatorCommand command)
    {
        hash.Append(input);
        hash.Append((long)command.Kind);
        Append(hash, command.Text);
    }

    public static void Append(StageHash hash, long input, FaultReport fault)
    {
        hash.Append(input);
        hash.Append((long)fault.Kind);
        Append(hash, fault.Text);
    }

    public static void Append(StageHash hash, long input, SideResult result)
    {
        hash.Append(input);
        Append(hash, result.Task);
        hash.Append(result.FromInput);
        foreach (var number in result.Numbers)
        {
            hash.Append(number);
        }
    }

    private static void Append(StageHash hash, string text)
    {
        hash.Append((long)text.Length);
        hash.Append(Encoding.UTF8.GetBytes(text));
    }
}
