using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class UnitScaleTests : OperatorContract
{
    protected override StreamInfo Input => Montages.Stream(["C3", "C4"], unit: "mV");

    protected override IBlockOperator Create(int capacity) => new UnitScale(Input, capacity);

    [Theory]
    [InlineData("uV", 1)]
    [InlineData("\u00B5V", 1)]
    [InlineData("\u03BCV", 1)]
    [InlineData("UV", 1)]
    [InlineData("microvolts", 1)]
    [InlineData("Microvolt", 1)]
    [InlineData(" mV ", 1000)]
    [InlineData("millivolts", 1000)]
    [InlineData("V", 1e6)]
    [InlineData("volts", 1e6)]
    [InlineData("nV", 1e-3)]
    public void A_unit_of_voltage_is_brought_to_microvolts(string unit, double factor)
    {
        var stream = Montages.Stream(["C3"], unit: unit);
        var scale = new UnitScale(stream, 1);
        Assert.Equal((float)(2.5f * factor), scale.Process(Montages.Block(stream, [2.5f])).Frame(0)[0]);
        Assert.Equal("µV", scale.Output.Channels[0].Unit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("counts")]
    [InlineData("MV")]
    [InlineData("uT")]
    [InlineData("%")]
    public void An_unknown_unit_is_refused_with_the_remedy(string unit)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new UnitScale(Montages.Stream(["C3"], unit: unit), 1));
        Assert.Contains("C3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Say in the experiment which unit it is", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_experiment_settles_an_unknown_unit()
    {
        var stream = Montages.Stream(["C3"], unit: "");
        Assert.Equal(2000, new UnitScale(stream, 1, "mV").Process(Montages.Block(stream, [2])).Frame(0)[0]);
    }

    [Fact]
    public void The_experiment_may_repeat_but_not_contradict_the_header()
    {
        var stream = Montages.Stream(["C3"], unit: "V");
        Assert.Equal(2e6f, new UnitScale(stream, 1, "volts").Process(Montages.Block(stream, [2])).Frame(0)[0]);
        var refusal = Assert.Throws<ArgumentException>(() => new UnitScale(stream, 1, "uV"));
        Assert.Contains("states the unit 'V' but the experiment says 'uV'", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new UnitScale(stream, 1, "furlongs"));
    }

    [Fact]
    public void A_value_beyond_the_range_of_float_is_marked()
    {
        var stream = Montages.Stream(["C3"], unit: "V");
        var output = new UnitScale(stream, 1).Process(Montages.Block(stream, [3e38f]));
        Assert.Equal(SampleQuality.NotFinite, output.Qualities[0]);
        Assert.Equal(0, output.Frame(0)[0]);
    }
}
