using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>EDF by its specification, on files made for the purpose.</summary>
public class EdfReaderTests : FormatContract
{
    protected override byte[] Recording() => Gapped().Build(6, (record, signal, sample) => (record * 1000) + (signal * 100) + sample);

    [Fact]
    public void Physical_values_follow_the_formula_of_the_specification()
    {
        var file = new EdfBytes().With("a", 3).With("inverted", 3, physicalMin: "3276.7", physicalMax: "-3276.8");
        using var recording = Open(file.Build(1, (_, _, sample) => sample switch { 0 => -32768, 1 => 0, _ => 32767 }));
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 3);
        reader.Read(block);
        Assert.Equal([-3276.8f, 3276.7f, 0, -0.1f, 3276.7f, -3276.8f], block.Values.ToArray().Select(value => MathF.Round(value, 2)));
    }

    [Fact]
    public void Numbers_of_24_bits_keep_their_sign()
    {
        var file = new EdfBytes { IsBdf = true, Reserved = "24BIT" }
            .With("a", 4, physicalMin: "-8388608", physicalMax: "8388607", digitalMin: "-8388608", digitalMax: "8388607");
        int[] digital = [-8388608, -1, 1, 8388607];
        using var recording = Open(file.Build(1, (_, _, sample) => digital[sample]));
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 4);
        reader.Read(block);
        Assert.Equal([-8388608f, -1, 1, 8388607], block.Values.ToArray());
        Assert.Equal("BDF", recording.Info.Format);
    }

    [Fact]
    public void Times_come_from_integers_and_never_drift()
    {
        // Three samples in 0.1 s: a period that is no whole number of nanoseconds.
        using var recording = Open(new EdfBytes { Duration = "0.1" }.With("a", 3).Build(3000, (_, _, _) => 0));
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 9000);
        reader.Read(block);
        Assert.Equal(Instant.FromNanoseconds(1_033_333_333), block.Timestamps[1]);
        Assert.Equal(Instant.FromNanoseconds(1_066_666_667), block.Timestamps[2]);
        Assert.Equal(Instant.FromSeconds(1 + 299.9) + Duration.FromNanoseconds(66_666_667), block.Timestamps[8999]);
        Assert.Equal(30, recording.Info.Streams[0].Stream.NominalRate.TotalHertz);
    }

    [Fact]
    public void An_open_number_of_records_is_taken_from_the_length_of_the_file()
    {
        var bytes = new EdfBytes { RecordCount = "-1" }.With("a", 10).Build(5, (_, _, _) => 1);
        using var recording = Open([.. bytes, 1, 2, 3]);
        Assert.Equal(50, recording.Info.Streams[0].Samples);
        Assert.Contains(recording.Info.Warnings, warning => warning.Text.Contains("leaves the number of records open", StringComparison.Ordinal));
        Assert.Contains(recording.Info.Warnings, warning => warning.Text.Contains("3 bytes are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void A_signal_without_a_scale_has_no_unit()
    {
        var file = new EdfBytes().With("a", 2, digitalMin: "5", digitalMax: "5").With("b", 2, physicalMax: "lots");
        using var recording = Open(file.Build(1, (_, _, _) => 77));
        Assert.All(recording.Info.Streams[0].Stream.Channels, channel => Assert.Equal("", channel.Unit));
        Assert.Equal([77, 77], recording.Info.Streams[0].FirstValues);
        Assert.Equal(2, recording.Info.Warnings.Count);
    }

    [Fact]
    public void Rates_make_streams_and_labels_make_types()
    {
        var file = new EdfBytes { Duration = "2" }.With("EMG FDI", 2000).With("EEG C3", 1000).With("EEG C4", 1000);
        using var recording = Open(file.Build(1, (_, _, _) => 0));
        Assert.Equal(["EDF 1000 Hz", "EDF 500 Hz"], recording.Info.Streams.Select(stream => stream.Stream.Name));
        Assert.Equal(["EMG", "EEG"], recording.Info.Streams.Select(stream => stream.Stream.Type));
        Assert.Equal(["EEG C3", "EEG C4"], recording.Info.Streams[1].Stream.Channels.Select(channel => channel.Label));
    }

    [Fact]
    public void A_gap_is_flagged_on_the_frame_behind_it()
    {
        using var recording = Open(Recording());
        var block = new SampleBlock(recording.Info.Streams[0].Stream, 100);
        var count = recording.OpenStream(0).Read(block);
        var flagged = Enumerable.Range(0, count).Where(frame => block.Qualities[frame] == SampleQuality.AfterGap);
        Assert.Equal([12], flagged);
        Assert.Equal(Instant.FromSeconds(8), block.Timestamps[12]);
        Assert.Equal(new FrameRange(12, 23), recording.Info.Streams[0].Segments[1]);
    }

    [Fact]
    public void Annotations_keep_their_times_lengths_and_order()
    {
        using var recording = Open(Recording());
        var last = recording.Info.Streams.Count - 1;
        Assert.Equal("EDF Annotations", recording.Info.Streams[last].Stream.Name);
        Assert.Equal(["early", "pulse µ", "late"], recording.Info.Markers.Select(marker => marker.Marker.Text));
        Assert.Equal(Duration.FromMilliseconds(250), recording.Info.Markers[1].Length);
        Assert.Equal(Instant.FromSeconds(2.5), recording.Info.Markers[1].Marker.Time);
    }

    [Fact]
    public void A_record_larger_than_the_window_reads_the_same()
    {
        static int Digital(int record, int signal, int sample) => ((record * 7919) + (signal * 104_729) + sample) % 30_000;
        var large = new EdfBytes { Duration = "600" }.With("a", 400_000).With("b", 400_000).Build(2, Digital);
        using var recording = Open(large);
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 4096);
        var frame = 0;
        while (reader.Read(block) > 0)
        {
            for (var i = 0; i < block.FrameCount; i++, frame++)
            {
                var expected = Digital(frame / 400_000, 1, frame % 400_000);
                Assert.Equal(expected, (int)MathF.Round(block.Frame(i)[1] * 10));
            }
        }

        Assert.Equal(800_000, frame);
    }

    private static EdfBytes Gapped() => new EdfBytes
    {
        Reserved = "EDF+D",
        Annotations = record => record switch
        {
            // Record 3 begins at 7 s instead of 3 s.
            0 => "+0\x14\x14\0+1.5\u0015" + "0.25\x14pulse µ\x14\0",
            1 => "+1\x14\x14\0+9\x14late\x14\0+0.5\x14" + "early\x14\0",
            >= 3 => $"+{record + 4}\x14\x14\0",
            _ => $"+{record}\x14\x14\0",
        },
    }.With("EEG C3", 4).With("EEG C4", 4).With("EMG", 8);
}
