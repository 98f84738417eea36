using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class ChannelPickTests : OperatorContract
{
    protected override StreamInfo Input => Montages.Stream(["Fz", "C3", "Cz"]);

    protected override int ProbeChannel => 2;

    protected override IBlockOperator Create(int capacity) => new ChannelPick(Input, ["Cz", "Fz"], capacity);

    [Fact]
    public void Channels_come_in_the_order_asked_for_under_the_names_given()
    {
        var pick = new ChannelPick(Input, ["cz", "Fz"], 1, ["vertex", "front"]);
        Assert.Equal(["vertex", "front"], pick.Output.Channels.Select(channel => channel.Label));
        var output = pick.Process(Montages.Block(Input, [1, 2, 3]));
        Assert.Equal([3f, 1f], output.Frame(0).ToArray());
    }

    [Theory]
    [InlineData("EEG C3", "C3")]
    [InlineData("C3..", "C3")]
    [InlineData("C3.", "c3")]
    [InlineData("C3-REF", "C3")]
    [InlineData("EEG C3-Ref", "C3")]
    [InlineData("EEG C3-LE", "C3")]
    [InlineData("Fcz.", "FCz")]
    [InlineData("T3", "T7")]
    [InlineData("EEG T4", "T8")]
    [InlineData("T7", "T3")]
    [InlineData("T5", "P7")]
    [InlineData("P8", "T6")]
    public void A_label_is_found_in_the_way_that_files_write_it(string inFile, string asked)
    {
        var pick = new ChannelPick(Montages.Stream(["Oz", inFile]), [asked], 1);
        Assert.Equal(asked, pick.Output.Channels[0].Label);
    }

    [Theory]
    [InlineData("C3-A2")]
    [InlineData("C3-P3")]
    [InlineData("C31")]
    [InlineData("FC3")]
    public void A_derivation_or_another_electrode_is_not_taken_for_the_one_asked(string inFile)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ChannelPick(Montages.Stream([inFile, "Oz"]), ["C3"], 1));
        Assert.Contains($"no channel 'C3'; it has {inFile}, Oz", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_candidates_are_refused_unless_one_is_written_exactly_so()
    {
        var stream = Montages.Stream(["EEG C3", "C3-REF"]);
        Assert.Throws<ArgumentException>(() => new ChannelPick(stream, ["C3"], 1));
        Assert.Equal(1, ElectrodeName.Find(stream.Channels, "C3-REF"));
    }

    [Fact]
    public void A_dead_channel_that_was_not_picked_spoils_nothing()
    {
        var pick = new ChannelPick(Input, ["Cz"], 1);
        var block = new SampleBlock(Input, 1);
        new[] { 1, float.NaN, 3 }.CopyTo(block.Append(Instant.FromSeconds(1), SampleQuality.NotFinite | SampleQuality.TimeDeduced));
        var output = pick.Process(block);
        Assert.Equal(SampleQuality.TimeDeduced, output.Qualities[0]);
        Assert.Equal(3, output.Frame(0)[0]);
    }

    [Fact]
    public void A_value_that_was_held_upstream_stays_marked()
    {
        var pick = new ChannelPick(Input, ["Cz"], 1);
        var block = new SampleBlock(Input, 1);
        new float[] { 1, 2, 3 }.CopyTo(block.Append(Instant.FromSeconds(1), SampleQuality.NotFinite));
        Assert.Equal(SampleQuality.NotFinite, pick.Process(block).Qualities[0]);
    }
}
