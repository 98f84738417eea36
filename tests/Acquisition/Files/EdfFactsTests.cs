using System.Text.Json;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>The shared EDF and BDF recordings against what a byte-level reader and MNE found in them.</summary>
public class EdfFactsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => new(
        "eegmat/Subject04_2.edf",
        "eegmat/Subject05_1.edf",
        "eegmat/Subject11_1.edf",
        "eegmat/Subject19_1.edf",
        "eegmat/Subject25_1.edf",
        "eegmmidb/S001R01.edf",
        "eegmmidb/S001R02_60s.edf",
        "eegmmidb/S001R04.edf",
        "derived-crossformat/s25_60s.edf",
        "edf-discontinuous/edfPlusC.edf",
        "edf-discontinuous/edfPlusD.edf",
        "edf-zoo/pyedflib_test_generator.edf",
        "edf-zoo/pyedflib_test_generator.bdf",
        "edf-zoo/pyedflib_test_subsecond.edf",
        "edf-zoo/mne_test_uneven_samp.edf",
        "edf-zoo/mne_test_bdf_stim_channel.bdf",
        "edf-zoo/mne_test_edf_stim_channel.edf",
        "edf-zoo/edfio_short_psg.edf",
        "edf-zoo/edfio_SC4001EC-Hypnogram.edf");

    [Theory]
    [MemberData(nameof(Files))]
    public void The_streams_have_the_rates_counts_and_labels_that_others_found(string file)
    {
        if (Open(file) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            var facts = RecordingFacts.Of(file);
            var streams = recording.Info.Streams.Where(stream => !stream.Stream.IsText).ToArray();
            Assert.Equal(facts.GetProperty("signals").GetInt32(), streams.Sum(stream => stream.Stream.ChannelCount));
            Assert.Equal(Doubles(facts, "rates_hz"), streams.Select(stream => stream.Stream.NominalRate.TotalHertz).Order());
            Assert.Equal(Doubles(facts, "samples_per_signal"), streams.Select(stream => (double)stream.Samples).Order());
            Assert.Empty(recording.Info.Warnings);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_first_values_are_those_that_others_found(string file)
    {
        if (Open(file) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            if (!RecordingFacts.Of(file).TryGetProperty("first_signal", out var first))
            {
                Assert.Equal(0, RecordingFacts.Of(file).GetProperty("signals").GetInt32());
                return;
            }

            var reader = recording.OpenStream(0);
            var block = new SampleBlock(reader.Stream, 3);
            Assert.Equal(3, reader.Read(block));
            Assert.Equal(first.GetProperty("label").GetString(), reader.Stream.Channels[0].Label);
            Assert.Equal(first.GetProperty("unit").GetString(), reader.Stream.Channels[0].Unit);
            var expected = Doubles(first, "first_physical");
            for (var i = 0; i < expected.Length; i++)
            {
                // The facts hold seven digits.
                Assert.InRange(block.Frame(i)[0], expected[i] - (Math.Abs(expected[i]) * 1e-6) - 1e-9, expected[i] + (Math.Abs(expected[i]) * 1e-6) + 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_stored_integers_add_up(string file)
    {
        if (Open(file) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            if (!RecordingFacts.Of(file).TryGetProperty("sum_of_all_digital_samples", out var expected))
            {
                Assert.DoesNotContain(recording.Info.Streams, stream => !stream.Stream.IsText);
                return;
            }

            var sum = 0L;
            for (var i = 0; i < recording.Info.Streams.Count; i++)
            {
                sum += recording.Info.Streams[i].Stream.IsText ? 0 : SumOf((EdfStreamReader)recording.OpenStream(i));
            }

            Assert.Equal(expected.GetInt64(), sum);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_annotations_are_those_that_others_found(string file)
    {
        if (Open(file) is not { } recording)
        {
            return;
        }

        using (recording)
        {
            if (!RecordingFacts.Of(file).TryGetProperty("annotations", out var count))
            {
                Assert.Empty(recording.Info.Markers);
                return;
            }

            Assert.Equal(count.GetInt32(), recording.Info.Markers.Count);
            var expected = RecordingFacts.Of(file).GetProperty("first_annotations").EnumerateArray().ToArray();
            for (var i = 0; i < expected.Length; i++)
            {
                var marker = recording.Info.Markers[i];
                Assert.Equal(expected[i][0].GetDouble(), marker.Seconds, 1e-6);
                Assert.Equal(expected[i][1].ValueKind == JsonValueKind.Null ? null : Duration.FromSeconds(expected[i][1].GetDouble()), marker.Length);
                Assert.Equal(expected[i][2].GetString(), marker.Marker.Text);
            }
        }
    }

    [Fact]
    public void Gaps_of_a_discontinuous_file_stay_gaps()
    {
        if (Open("edf-discontinuous/edfPlusD.edf") is not { } recording)
        {
            return;
        }

        using (recording)
        {
            Assert.Equal("EDF+D", recording.Info.Format);
            Assert.Equal([200L, 400, 1600, 1800, 2000], recording.Info.Gaps.Select(gap => gap.BeforeFrame));
            var reader = recording.OpenStream(0);
            var block = new SampleBlock(reader.Stream, 4000);
            Assert.Equal(2200, reader.Read(block));
            Assert.Equal(Instant.FromSeconds(1), block.Timestamps[0]);
            Assert.Equal(Instant.FromSeconds(3), block.Timestamps[200]);
            Assert.Equal(Instant.FromSeconds(20) + Duration.FromMilliseconds(995), block.Timestamps[2199]);
            var flagged = Enumerable.Range(0, 2200).Where(frame => (block.Qualities[frame] & SampleQuality.AfterGap) != 0);
            Assert.Equal([200, 400, 1600, 1800, 2000], flagged);
        }
    }

    private IRecordingReader? Open(string file) =>
        SharedRecordings.FindOrSay(file, output.WriteLine) is { } path ? RecordingFormats.Open(path) : null;

    private static long SumOf(EdfStreamReader reader)
    {
        var sum = 0L;
        var digital = new int[reader.Stream.ChannelCount * 1000];
        while (reader.ReadDigital(digital) is > 0 and var frames)
        {
            foreach (var value in digital.AsSpan(0, frames * reader.Stream.ChannelCount))
            {
                sum += value;
            }
        }

        return sum;
    }

    private static double[] Doubles(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(value => value.GetDouble())] : [];
}
