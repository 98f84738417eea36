using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class HjorthLaplacianTests : OperatorContract
{
    protected override StreamInfo Input => Montages.Stream(["C3", "FC1", "FC5", "CP1", "CP5", "Oz"]);

    protected override IBlockOperator Create(int capacity) => new HjorthLaplacian(Input, "C3", capacity);

    [Fact]
    public void It_is_the_centre_minus_the_mean_of_its_neighbours()
    {
        var output = new HjorthLaplacian(Input, "C3", 1).Process(Montages.Block(Input, [10, 1, 2, 3, 6, 1000]));
        Assert.Equal(7, output.Frame(0)[0]);
        Assert.Equal(1, output.ChannelCount);
        Assert.Equal("C3 Laplacian", output.Stream.Channels[0].Label);
    }

    [Fact]
    public void What_all_electrodes_share_is_gone_exactly()
    {
        foreach (var labels in new[] { Montages.TenTwenty, Montages.Dotted, ["C3", "F3", "P3", "Cz"] })
        {
            var stream = Montages.Stream(labels);
            var laplacian = new HjorthLaplacian(stream, "C3", 1);
            foreach (var value in new[] { 1f, 0.1f, -12345.678f, 3e30f, 1e-40f })
            {
                var frame = Enumerable.Repeat(value, labels.Length).ToArray();
                Assert.Equal(0, laplacian.Process(Montages.Block(stream, frame)).Frame(0)[0]);
            }
        }
    }

    [Fact]
    public void A_64_channel_cap_gives_the_diagonal_neighbours()
    {
        var stream = Montages.Stream(Montages.Dotted);
        Assert.Equal(["Fc1.", "Fc5.", "Cp1.", "Cp5."], new HjorthLaplacian(stream, "C3", 1).Neighbours);
        Assert.Equal(["Fc6.", "Fc2.", "Cp6.", "Cp2."], new HjorthLaplacian(stream, "C4", 1).Neighbours);
    }

    [Fact]
    public void The_10_20_system_gives_its_nearest_electrodes()
    {
        var stream = Montages.Stream(Montages.TenTwenty);
        Assert.Equal(["EEG F3", "EEG P3", "EEG Cz", "EEG T3"], new HjorthLaplacian(stream, "C3", 1).Neighbours);
        Assert.Equal(["EEG F4", "EEG P4", "EEG T4", "EEG Cz"], new HjorthLaplacian(stream, "C4", 1).Neighbours);
    }

    [Fact]
    public void A_missing_neighbour_leaves_the_mean_to_the_others()
    {
        var stream = Montages.Stream(["C3", "FC1", "CP1", "CP5"]);
        var laplacian = new HjorthLaplacian(stream, "C3", 1);
        Assert.Equal(["FC1", "CP1", "CP5"], laplacian.Neighbours);
        Assert.Equal(8, laplacian.Process(Montages.Block(stream, [10, 1, 2, 3])).Frame(0)[0]);
    }

    [Fact]
    public void Fewer_than_two_neighbours_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new HjorthLaplacian(Montages.Stream(["C3", "FC1", "Oz"]), "C3", 1));
        Assert.Contains("fewer than two neighbours of C3", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HjorthLaplacian(Input, "Pz", 1));
    }

    [Fact]
    public void The_experiment_may_name_other_neighbours_but_not_one_twice_or_the_centre()
    {
        Assert.Equal(["CP1", "Oz"], new HjorthLaplacian(Input, "C3", ["CP1", "Oz"], 1).Neighbours);
        Assert.Throws<ArgumentException>(() => new HjorthLaplacian(Input, "C3", ["CP1", "cp1"], 1));
        Assert.Throws<ArgumentException>(() => new HjorthLaplacian(Input, "C3", ["CP1", "C3"], 1));
        Assert.Throws<ArgumentException>(() => new HjorthLaplacian(Input, "C3", ["CP1"], 1));
    }
}
