using System.Text.Json;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>The shared XDF recordings against what pyxdf found in them.</summary>
public class XdfFactsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => new(
        "xdf-examples/minimal.xdf",
        "xdf-examples/clock_resets.xdf",
        "xdf-examples/empty_streams.xdf",
        "xdf-muse/muse_P001.xdf",
        "xdf-muse/muse_P032.xdf",
        "xdf-muse/muse_P050.xdf",
        "xdf-gusbamp-eeg/switch_example.xdf",
        "xdf-openbci-emg/handSix.xdf",
        "xdf-openbci-emg/justMarkers.xdf",
        "xdf-openbci-emg/markersPlusEKG.xdf",
        "xdf-openbci-emg/three_motion_one.xdf",
        "derived-crossformat/s25_60s.xdf");

    [Theory]
    [MemberData(nameof(Files))]
    public void The_streams_are_those_that_others_found(string file)
    {
        if (Open(file, RecordingOptions.Raw) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            foreach (var (facts, stream) in Pairs(file, "raw", recording))
            {
                Assert.Equal(facts.GetProperty("name").GetString(), stream.Stream.Name);
                Assert.Equal(facts.GetProperty("type").GetString(), stream.Stream.Type);
                Assert.Equal(facts.GetProperty("channels").GetInt32(), stream.Stream.ChannelCount);
                Assert.Equal(facts.GetProperty("samples").GetInt64(), stream.Samples);
                Assert.Equal(facts.GetProperty("clock_offsets").GetInt32(), stream.ClockOffsets.Count);
                var saysNoFooter = recording.Info.Warnings.Any(warning => warning.Text.StartsWith($"Stream {stream.Id} '", StringComparison.Ordinal));
                Assert.Equal(facts.GetProperty("footer").GetBoolean(), !saysNoFooter);
                if (stream.Samples > 0)
                {
                    // The facts hold 14 digits.
                    Assert.Equal(facts.GetProperty("first_stamp").GetDouble(), stream.FirstSeconds, 1e-7);
                    Assert.Equal(facts.GetProperty("last_stamp").GetDouble(), stream.LastSeconds, 1e-7);
                    AssertFirstValues(facts.GetProperty("first_sample"), stream);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void All_values_add_up(string file)
    {
        if (Open(file, RecordingOptions.Default) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            for (var i = 0; i < recording.Info.Streams.Count; i++)
            {
                var facts = Pairs(file, "raw", recording).ElementAt(i).Facts;
                if (recording.Info.Streams[i].Stream.IsText)
                {
                    AssertMarkers(facts, recording.OpenMarkers(i));
                }
                else if (facts.TryGetProperty("sum_of_all_values", out var sum))
                {
                    // The facts hold nine digits.
                    Assert.Equal(1, SumOf(recording.OpenStream(i)) / sum.GetDouble(), 2e-8);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Synchronised_times_and_rates_are_those_of_the_reference_reader(string file)
    {
        if (Open(file, RecordingOptions.Default) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            foreach (var (facts, stream) in Pairs(file, "synced_dejittered", recording))
            {
                Assert.Equal(Ranges(facts, "segments"), stream.Segments);
                Assert.Equal(Ranges(facts, "clock_segments"), stream.Samples > 0 ? stream.ClockSegments : []);
                if (stream.Samples > 0)
                {
                    output.WriteLine($"{stream.Id}: {stream.FirstSeconds - facts.GetProperty("first_stamp").GetDouble():e2} {stream.LastSeconds - facts.GetProperty("last_stamp").GetDouble():e2} s");

                    // Both minimise the same loss; the reference stops after 1000 steps of another method.
                    Assert.Equal(facts.GetProperty("first_stamp").GetDouble(), stream.FirstSeconds, 1e-7);
                    Assert.Equal(facts.GetProperty("last_stamp").GetDouble(), stream.LastSeconds, 1e-7);
                    Assert.Equal(1, stream.Stream.NominalRate.TotalHertz == 0 ? 1 : stream.EffectiveRate.TotalHertz / facts.GetProperty("effective_hz").GetDouble(), 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Clock_offsets_shift_the_minimal_example_and_leave_the_stream_without_them()
    {
        if (Open("xdf-examples/minimal.xdf", RecordingOptions.Default) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            Assert.Equal([new RecordedClockOffset(6.1, -0.1), new RecordedClockOffset(7.1, -0.1)], recording.Info.Streams[0].ClockOffsets);
            var reader = recording.OpenStream(0);
            var block = new SampleBlock(reader.Stream, 20);
            Assert.Equal(9, reader.Read(block));
            Assert.Equal([192f, 255, 238, 12, 22, 32], block.Values[..6].ToArray());
            Assert.Equal(Instant.FromSeconds(1), block.Timestamps[0]);
            Assert.Equal(Instant.FromSeconds(1.8), block.Timestamps[8]);
            var markers = recording.OpenMarkers(1);
            Assert.True(markers.TryRead(out var first));
            Assert.Equal(Instant.FromSeconds(1.1), first.Time);
        }
    }

    [Fact]
    public void Markers_of_another_clock_fall_on_the_samples_they_belong_to()
    {
        if (Open("derived-crossformat/s25_60s.xdf", RecordingOptions.Default) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            var reader = recording.OpenStream(0);
            var block = new SampleBlock(reader.Stream, 30000);
            reader.Read(block);
            for (var j = 0; j < 14; j++)
            {
                var distance = recording.Info.Markers[j].Marker.Time - block.Timestamps[2500 + (2000 * j)];
                Assert.True(distance.Magnitude <= Duration.FromNanoseconds(10), distance.ToString());
            }
        }
    }

    private static void AssertFirstValues(JsonElement expected, RecordedStream stream)
    {
        if (stream.Stream.IsText)
        {
            Assert.StartsWith(expected[0].GetString()!, stream.FirstText, StringComparison.Ordinal);
            return;
        }

        foreach (var (value, found) in expected.EnumerateArray().Zip(stream.FirstValues))
        {
            Assert.Equal(value.GetDouble(), found, Math.Abs(found) * 1e-6);
        }
    }

    private static void AssertMarkers(JsonElement facts, IMarkerReader reader)
    {
        var counts = new Dictionary<string, int>();
        while (reader.TryRead(out var marker))
        {
            var name = marker.Text.Length > 40 ? marker.Text[..40] : marker.Text;
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        if (facts.TryGetProperty("marker_counts", out var expected))
        {
            Assert.All(expected.EnumerateObject(), pair => Assert.Equal(pair.Value.GetInt32(), counts.GetValueOrDefault(pair.Name)));
        }

        Assert.Equal(facts.GetProperty("samples").GetInt32(), counts.Values.Sum());
    }

    private static double SumOf(IStreamReader reader)
    {
        var sum = 0.0;
        var block = new SampleBlock(reader.Stream, 100);
        while (reader.Read(block) > 0)
        {
            foreach (var value in block.Values)
            {
                sum += value;
            }
        }

        return sum;
    }

    private static IEnumerable<(JsonElement Facts, RecordedStream Stream)> Pairs(string file, string kind, IRecordingReader recording)
    {
        var facts = RecordingFacts.Of(file).GetProperty(kind).EnumerateArray().ToDictionary(stream => stream.GetProperty("id").GetInt64());
        Assert.Equal(facts.Count, recording.Info.Streams.Count);
        return recording.Info.Streams.Select(stream => (facts[stream.Id], stream));
    }

    private static FrameRange[] Ranges(JsonElement facts, string name) =>
        [.. facts.GetProperty(name).EnumerateArray().Select(range => new FrameRange(range[0].GetInt64(), range[1].GetInt64()))];

    private IRecordingReader? Open(string file, RecordingOptions options) =>
        SharedRecordings.FindOrSay(file, output.WriteLine) is { } path ? RecordingFormats.Open(path, options) : null;
}
