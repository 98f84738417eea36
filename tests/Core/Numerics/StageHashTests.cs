using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Core.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Core.Numerics;

public sealed class StageHashTests
{
    [Fact]
    public void An_empty_stage_has_the_published_hash_of_nothing()
    {
        using var hash = new StageHash();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hash.Hex());
    }

    [Fact]
    public void Bytes_have_their_published_hash_and_reading_it_does_not_end_it()
    {
        using var hash = new StageHash();
        hash.Append(Encoding.ASCII.GetBytes("a"));
        _ = hash.Hex();
        hash.Append(Encoding.ASCII.GetBytes("bc"));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash.Hex());
        Assert.Equal(hash.Hex(), hash.Hex());
    }

    [Fact]
    public void Numbers_are_their_little_endian_bytes()
    {
        using var hash = new StageHash();
        hash.Append(-2L);
        hash.Append(1.0);
        hash.Append(-1.5f);
        var bytes = Convert.FromHexString("FEFFFFFFFFFFFFFF" + "000000000000F03F" + "0000C0BF");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.Hex());
    }

    [Fact]
    public void Every_NaN_is_the_same_and_zeros_keep_their_sign()
    {
        Assert.Equal(Of(double.NaN), Of(BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_0001))));
        Assert.Equal(Of(float.NaN), Of(BitConverter.Int32BitsToSingle(unchecked((int)0xFFC0_0001))));
        Assert.NotEqual(Of(0.0), Of(-0.0));
    }

    [Fact]
    public void How_the_bytes_are_cut_does_not_matter() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt[]>(),
        cuts =>
        {
            var bytes = new byte[200_003];
            new Random(1).NextBytes(bytes);
            using var hash = new StageHash();
            var at = 0;
            foreach (var cut in cuts)
            {
                var length = Math.Min(cut.Get * 997, bytes.Length - at);
                hash.Append(bytes.AsSpan(at, length));
                at += length;
            }

            hash.Append(bytes.AsSpan(at));
            return hash.Hex() == Convert.ToHexStringLower(SHA256.HashData(bytes));
        }));

    [Fact]
    public void Appending_allocates_nothing()
    {
        using var hash = new StageHash();
        var bytes = new byte[1000];
        AppendMany(hash, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AppendMany(hash, bytes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AppendMany(StageHash hash, byte[] bytes)
    {
        for (var i = 0; i < 1000; i++)
        {
            hash.Append(bytes);
            hash.Append(5L);
            hash.Append(5.0);
            hash.Append(5f);
        }
    }

    private static string Of(double value)
    {
        using var hash = new StageHash();
        hash.Append(value);
        return hash.Hex();
    }

    private static string Of(float value)
    {
        using var hash = new StageHash();
        hash.Append(value);
        return hash.Hex();
    }
}
