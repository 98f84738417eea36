using System.Runtime.CompilerServices;
using System.Text;

namespace ClosedLoop.Hardware;

/// <summary>The names of an enumeration's values as UTF-8, made once, so that writing one does not allocate.</summary>
internal static class EnumText<T>
    where T : unmanaged, Enum
{
    private static readonly byte[][] Names = Make();

    /// <summary>The value's name; empty for a value that has none.</summary>
    public static ReadOnlySpan<byte> Utf8(T value)
    {
        var number = Number(value);
        return number >= 0 && number < Names.Length ? Names[number] : default;
    }

    private static byte[][] Make()
    {
        var values = Enum.GetValues<T>();
        var names = new byte[values.Max(Number) + 1][];
        Array.Fill(names, []);
        foreach (var value in values)
        {
            names[Number(value)] = Encoding.UTF8.GetBytes(value.ToString());
        }

        return names;
    }

    private static int Number(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.As<T, byte>(ref value),
        2 => Unsafe.As<T, ushort>(ref value),
        _ => Unsafe.As<T, int>(ref value),
    };
}
