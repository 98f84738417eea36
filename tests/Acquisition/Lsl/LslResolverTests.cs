using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

public sealed class LslResolverTests
{
    private static readonly LslResolverSettings _here = new(LslScope.Machine);

    [Fact]
    public void A_stream_is_found_by_name_type_and_source_id()
    {
        var info = Eeg();
        using var outlet = new LslOutlet(info);
        var query = LslQuery.ByName(info.Name).And(LslQuery.ByType("EEG")).And(LslQuery.BySourceId(info.SourceId))
            .And(LslQuery.BySession("default"));

        var found = LslResolver.Resolve(query, minimum: 1, Patience);

        Assert.Null(found.Fault);
        var source = Assert.Single(found.Sources);
        Assert.Equal(outlet.Source.Uid, source.Uid);
        Assert.Equal((outlet.Source.DataPort, outlet.Source.ServicePort), (source.DataPort, source.ServicePort));
        Assert.Equal(info.ChannelCount, source.Info.ChannelCount);
        Assert.Equal(info.NominalRate, source.Info.NominalRate);
    }

    [Fact]
    public void A_found_stream_can_be_opened()
    {
        var info = Eeg();
        using var outlet = new LslOutlet(info);
        var found = LslResolver.Resolve(LslQuery.ByName(info.Name), minimum: 1, Patience);

        using var inlet = Open(found.Sources[0]);

        Assert.Equal(info.Channels, inlet.Info.Channels);
    }

    [Fact]
    public void All_streams_of_one_machine_are_found_without_multicast()
    {
        var common = Eeg();
        var outlets = Enumerable.Range(0, 4).Select(_ => new LslOutlet(common)).ToArray();

        var found = LslResolver.Resolve(LslQuery.ByName(common.Name), minimum: 4, Patience, _here);

        Assert.Equal(outlets.Select(outlet => outlet.Source.Uid).Order(), found.Sources.Select(source => source.Uid).Order());
        foreach (var outlet in outlets)
        {
            outlet.Dispose();
        }
    }

    [Fact]
    public void A_predicate_sees_the_full_description()
    {
        var info = Eeg(channels: 5);
        using var outlet = new LslOutlet(info);
        var five = LslQuery.ByName(info.Name).And(LslQuery.ByPredicate("count(desc/channels/channel)=5"));
        var six = LslQuery.ByName(info.Name).And(LslQuery.ByPredicate("count(desc/channels/channel)=6"));

        Assert.Single(LslResolver.Resolve(five, minimum: 1, Patience, _here).Sources);
        Assert.Empty(LslResolver.Resolve(six, minimum: 1, Duration.FromMilliseconds(300), _here).Sources);
    }

    [Fact]
    public void A_stream_for_this_machine_only_is_found_on_this_machine()
    {
        var info = Eeg();
        using var outlet = new LslOutlet(info, new LslOutletSettings(Scope: LslScope.Machine));

        Assert.Single(LslResolver.Resolve(LslQuery.ByName(info.Name), minimum: 1, Patience, _here).Sources);
    }

    [Theory]
    [InlineData("name='x")]
    [InlineData("name='x'\nLSL:fullinfo")]
    [InlineData("")]
    public void A_predicate_that_is_none_is_refused(string predicate) =>
        Assert.Throws<ArgumentException>(() => LslQuery.ByPredicate(predicate));

    [Fact]
    public void A_name_cannot_break_out_of_its_quotes()
    {
        Assert.Equal("name=\"it's\"", LslQuery.ByName("it's").Predicate);
        Assert.Throws<ArgumentException>(() => LslQuery.ByName("it's \"quoted\""));
    }
}
