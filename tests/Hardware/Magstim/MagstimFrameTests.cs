using ClosedLoop.Hardware;

namespace ClosedLoop.Tests.Hardware;

public sealed class MagstimFrameTests
{
    [Theory]
    [InlineData("Q@", 0x6E)]
    [InlineData("R@", 0x6D)]
    [InlineData("J@", 0x75)]
    [InlineData("F@", 0x79)]
    [InlineData("EA", 0x79)]
    [InlineData("EB", 0x78)]
    [InlineData("@050", 0x2A)]
    [InlineData("@100", 0x2E)]
    [InlineData("x@", 0x47)]
    [InlineData("B0100", 0xFC)]
    public void The_checksum_is_the_complement_of_the_sum(string text, byte checksum) =>
        Assert.Equal(checksum, MagstimFrame.Checksum(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_number_is_written_in_three_digits()
    {
        Span<byte> frame = stackalloc byte[8];

        var length = MagstimFrame.ComposeNumber(frame, (byte)'@', 50);

        Assert.Equal([0x40, 0x30, 0x35, 0x30, 0x2A], frame[..length].ToArray());
    }

    [Fact]
    public void A_reply_is_found_behind_noise_and_behind_a_late_reply_to_another_command()
    {
        byte[] received = [0xFF, 0x51, 0x45, 0x89, 0x31, 0x51, 0x8A, 0x24];

        var found = MagstimFrame.Find(received, (byte)'Q', 3, out var reply);

        Assert.Equal(DeviceExchange.Done, found);
        Assert.Equal([0x51, 0x8A, 0x24], reply.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0x45, 0x53, 0x67 })]
    [InlineData(new byte[] { 0x45, 0x3F, 0x7B })]
    public void A_refusal_is_told_from_a_reply(byte[] received) =>
        Assert.Equal(DeviceExchange.Refused, MagstimFrame.Find(received, (byte)'E', 3, out _));

    [Theory]
    [InlineData(new byte[] { 0x51, 0x8A })]
    [InlineData(new byte[] { 0x51, 0x8A, 0x25 })]
    [InlineData(new byte[] { 0x3F })]
    public void What_is_cut_short_or_spoilt_is_no_reply(byte[] received) =>
        Assert.Equal(DeviceExchange.Garbled, MagstimFrame.Find(received, (byte)'Q', 3, out _));
}
