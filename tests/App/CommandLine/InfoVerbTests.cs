using ClosedLoop.Tests.Support;

namespace ClosedLoop.Tests.App;

public class InfoVerbTests
{
    private static string Recording => Sample.InRepository("replay-data/mu-trigger/Subject25_1.edf");

    [Fact]
    public void A_recording_is_described()
    {
        var ran = Ran.Line("info", Recording);

        Assert.Equal((0, ""), (ran.Status, ran.Error));
        Assert.Contains("500 Hz", ran.Out, StringComparison.Ordinal);
        Assert.Contains("91000 samples", ran.Out, StringComparison.Ordinal);
        Assert.Contains("21 channels in uV", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void In_json_it_is_one_object()
    {
        var json = Ran.Line("info", Recording, "--json").Json;

        Assert.Equal(21, (int)json["streams"]![0]!["channel_count"]!);
        Assert.Equal(500, (double)json["streams"]![0]!["nominal_rate_hz"]!);
    }

    [Fact]
    public void What_is_no_recording_is_refused_with_a_sentence()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "not a recording");
        var ran = Ran.Line("info", file);
        File.Delete(file);

        Assert.Equal(1, ran.Status);
        Assert.Contains("is not a recording that can be read", ran.Error, StringComparison.Ordinal);
        Assert.Contains("There is no recording", Ran.Line("info", "/nowhere.edf").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xdf-examples/minimal.xdf")]
    [InlineData("edf-zoo")]
    public void Shared_recordings_are_described_without_an_error_of_the_program(string relative)
    {
        foreach (var file in Files(relative))
        {
            Assert.DoesNotContain("error in the program", Ran.Line("info", file).Error, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Files(string relative) => SharedRecordings.Find(relative) switch
    {
        null => [],
        var folder when Directory.Exists(folder) => Directory.EnumerateFiles(folder),
        var file => [file],
    };
}
