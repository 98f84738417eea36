using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.Tests.App;

public class StreamsVerbTests
{
    [Fact]
    public void A_stream_that_is_offered_is_listed()
    {
        var name = "AppTest-" + Guid.NewGuid().ToString("N")[..8];
        var info = new StreamInfo(name, "EEG", Frequency.FromHertz(500), ChannelFormat.Float32, [new ChannelInfo("C3", "uV")], name + "-id");
        using var outlet = new LslOutlet(info, new LslOutletSettings { Scope = LslScope.Machine });
        var json = Ran.Line("streams", "--this-machine", "--json").Json;

        var stream = Assert.Single(json["streams"]!.AsArray(), s => (string?)s!["name"] == name)!;
        Assert.Equal((500, 1, "float32", name + "-id"), ((double)stream["rate_hz"]!, (int)stream["channels"]!, (string?)stream["format"], (string?)stream["source_id"]));
    }

    [Fact]
    public void A_time_to_wait_that_makes_no_sense_is_refused() =>
        Assert.Contains("possible are 0.1 to 60 s", Ran.Line("streams", "--wait-s", "0").Error, StringComparison.Ordinal);
}
