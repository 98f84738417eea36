using ClosedLoop.App;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Tests.App;

public class BeliefNameTests
{
    private static StreamInfo OneChannel =>
        new("Any", "EEG", Frequency.FromHertz(2000), ChannelFormat.Float32, [new ChannelInfo("C3", "uV")]);

    [Fact]
    public void The_beliefs_that_a_section_promises_are_those_that_its_estimator_declares()
    {
        var filter = "  filter: {kind: adaptive_filter, feature: mu.amplitude}\n  mep: {";
        var file = Sample.Good(Sample.Changed(Sample.CbiText, "  mep: {", filter));
        var promised = file.Models.SelectMany(m => m.Quantities.Select(q => $"{m.Name}.{q}"));

        var board = new BeliefBoard();
        new ModelWiring(file, board, _ => OneChannel).Build();

        Assert.Equal(promised.Order(StringComparer.Ordinal), board.Infos.Select(i => i.Name).Order(StringComparer.Ordinal));
    }
}
