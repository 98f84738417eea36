using System.Buffers.Binary;

namespace ClosedLoop.Model;

/// <summary>Numbers to bytes and back, little-endian, for the snapshots of models.</summary>
internal static class SnapshotBytes
{
    /// <summary>Bytes of so many numbers.</summary>
    public static int For(int numbers) => numbers * sizeof(double);

    /// <summary>Writes numbers and gives the rest of the destination.</summary>
    public static Span<byte> Write(Span<byte> destination, ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(destination, number);
            destination = destination[sizeof(double)..];
        }

        return destination;
    }

    /// <summary>Reads numbers and gives the rest of the source.</summary>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> source, Span<double> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(source);
            source = source[sizeof(double)..];
        }

        return source;
    }

    /// <summary>Refuses a snapshot of another length.</summary>
    public static void Check(ReadOnlySpan<byte> source, int expected)
    {
        if (source.Length != expected)
        {
            throw new ArgumentException($"The snapshot has {source.Length} bytes; one of this model has {expected}.", nameof(source));
        }
    }
}
