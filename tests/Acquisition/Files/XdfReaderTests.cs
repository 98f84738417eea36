using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>XDF by its specification, on files made for the purpose.</summary>
public class XdfReaderTests : FormatContract
{
    protected override byte[] Recording()
    {
        var file = new XdfBytes().FileHeader()
            .StreamHeader(1, "float32", 2, 100, "EEG")
            .StreamHeader(7, "string", 1, 0, "Markers")
            .StreamHeader(9, "int16", 1, 50, "Force");
        for (var i = 0; i < 12; i++)
        {
            file.Samples(1, Enumerable.Range(4 * i, 4).Select(k => ((double?)(20 + (k * 0.01)), XdfBytes.Floats(k, -k))).ToArray());
            file.Samples(9, (20 + (i * 0.02), BitConverter.GetBytes((short)i)));
            file.Samples(7, (20.005 + i, XdfBytes.Text($"cue {i}")));
            file.Boundary();
        }

        return file.Footer(1, 48).Footer(7, 12).Footer(9, 12).ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Lengths_of_1_4_and_8_bytes_are_the_same(int lengthBytes)
    {
        var file = new XdfBytes { LengthBytes = lengthBytes }.FileHeader().StreamHeader(3, "float32", 1, 10).Samples(3, (5, XdfBytes.Floats(1.5f)));
        using var recording = Open(file.Footer(3, 1).ToArray());
        Assert.Empty(recording.Info.Warnings);
        Assert.Equal([1.5], recording.Info.Streams[0].FirstValues);
    }

    public static TheoryData<string, byte[], double> Formats => new()
    {
        { "float32", BitConverter.GetBytes(-1.25f), -1.25 },
        { "double64", BitConverter.GetBytes(1e10), 1e10 },
        { "int8", [0x80], -128 },
        { "int16", BitConverter.GetBytes(short.MinValue), short.MinValue },
        { "int32", BitConverter.GetBytes(1 << 30), 1 << 30 },
        { "int64", BitConverter.GetBytes(-(1L << 40)), -(1L << 40) },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_of_numbers_is_read(string format, byte[] bytes, double value)
    {
        using var recording = Open(new XdfBytes().FileHeader().StreamHeader(1, format, 1, 10).Samples(1, (5, bytes)).Footer(1, 1).ToArray());
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 1);
        Assert.Equal(1, reader.Read(block));
        Assert.Equal((float)value, block.Values[0]);
        Assert.Equal([value], recording.Info.Streams[0].FirstValues);
    }

    [Fact]
    public void A_frame_without_a_stamp_comes_one_interval_after_the_one_before()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 1, 4).Samples(1, (10, XdfBytes.Floats(1)), (null, XdfBytes.Floats(2)))
            .Samples(1, (null, XdfBytes.Floats(3)), (11, XdfBytes.Floats(4)));
        using var recording = Open(file.Footer(1, 4).ToArray(), RecordingOptions.Raw);
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 4);
        reader.Read(block);
        Assert.Equal([1, 1.25, 1.5, 2], block.Timestamps.ToArray().Select(time => time.TotalSeconds));
        Assert.Equal(
            [SampleQuality.Good, SampleQuality.TimeDeduced, SampleQuality.TimeDeduced, SampleQuality.Good], block.Qualities.ToArray());
    }

    [Fact]
    public void Values_that_are_no_numbers_are_flagged_on_their_frame()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 2, 4)
            .Samples(1, (1, XdfBytes.Floats(0, float.NaN)), (1.25, XdfBytes.Floats(1, 1)), (1.5, XdfBytes.Floats(float.PositiveInfinity, 1)));
        using var recording = Open(file.Footer(1, 3).ToArray());
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 4);
        reader.Read(block);
        Assert.Equal([SampleQuality.NotFinite, SampleQuality.Good, SampleQuality.NotFinite], block.Qualities.ToArray());
    }

    [Fact]
    public void Text_of_several_channels_is_joined_by_tabs()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "string", 2, 0)
            .Samples(1, (1, [.. XdfBytes.Text("TMS"), .. XdfBytes.Text("µ 1")])).Footer(1, 1);
        using var recording = Open(file.ToArray());
        Assert.Equal("TMS\tµ 1", Assert.Single(recording.Info.Markers).Marker.Text);
    }

    [Fact]
    public void Damage_costs_what_lies_before_the_next_boundary_and_is_told_with_its_place()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 1, 1).Samples(1, (1, XdfBytes.Floats(1)));
        var damage = file.Length;
        file.Raw(99, 1, 2, 3).Samples(1, (2, XdfBytes.Floats(2))).Boundary();
        var after = file.Length;
        file.Samples(1, (3, XdfBytes.Floats(3))).Footer(1, 3);
        using var recording = Open(file.ToArray());
        Assert.Equal([1f, 3f], Values(recording));
        var warning = recording.Info.Warnings[0];
        Assert.Equal(damage, warning.BytePosition);
        Assert.Contains($"{after - damage} bytes", warning.Text, StringComparison.Ordinal);
        Assert.Contains("The footer of stream 1 counts 3 frames, the file holds 2.", recording.Info.Warnings[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_chunk_that_contradicts_itself_is_left_out_as_a_whole()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 1, 1).Samples(1, (1, XdfBytes.Floats(1)));

        // Three frames announced, a good one and a broken one present.
        file.Chunk(3, [1, 0, 0, 0, 1, 3, 0, .. XdfBytes.Floats(7), 5, .. XdfBytes.Floats(8), 0, .. XdfBytes.Floats(9)]);
        file.Boundary().Samples(1, (null, XdfBytes.Floats(2))).Footer(1, 2);
        using var recording = Open(file.ToArray(), RecordingOptions.Raw);
        Assert.Equal([1f, 2f], Values(recording));
        Assert.Equal(2, recording.Info.Streams[0].LastSeconds);
        Assert.Single(recording.Info.Warnings);
    }

    [Fact]
    public void A_stream_that_ends_in_damage_stays_at_its_end()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 1, 1).Samples(1, (1, XdfBytes.Floats(1)));
        file.Chunk(3, [1, 0, 0, 0, 1, 2, 8, .. BitConverter.GetBytes(2.0), .. XdfBytes.Floats(2), 5, .. XdfBytes.Floats(3)]);
        using var recording = Open(file.ToArray());
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 64);
        Assert.Equal([1, 0, 0, 0], new[] { reader.Read(block), reader.Read(block), reader.Read(block), reader.Read(block) });
    }

    [Theory]
    [InlineData("<channel_count>99999999</channel_count>")]
    [InlineData("<channel_count>-1</channel_count>")]
    [InlineData("")]
    public void A_header_that_cannot_be_believed_costs_its_stream_and_not_the_others(string channels)
    {
        var header = System.Text.Encoding.UTF8.GetBytes(
            $"<info><name>x</name>{channels}<nominal_srate>1</nominal_srate><channel_format>float32</channel_format></info>");
        var file = new XdfBytes().FileHeader().Chunk(2, [5, 0, 0, 0, .. header]).StreamHeader(1, "float32", 1, 1)
            .Samples(5, (1, XdfBytes.Floats(1))).Samples(1, (2, XdfBytes.Floats(2))).Footer(1, 1);
        using var recording = Open(file.ToArray());
        Assert.Equal([2f], Values(recording));
        Assert.Contains("channel_count", Assert.Single(recording.Info.Warnings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_announced_number_of_frames_that_cannot_be_takes_no_memory()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 1, 1).Chunk(3, [1, 0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 127]);
        using var recording = Open(file.ToArray());
        Assert.Equal(0, recording.Info.Streams[0].Samples);
        Assert.Contains("cannot hold the frames", recording.Info.Warnings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_was_set_back_goes_on_from_where_it_was()
    {
        var file = new XdfBytes().FileHeader().StreamHeader(1, "float32", 1, 10)
            .Samples(1, (100, XdfBytes.Floats(1)), (100.1, XdfBytes.Floats(2)), (50, XdfBytes.Floats(3)), (50.1, XdfBytes.Floats(4)), (50.05, XdfBytes.Floats(5)));
        using var recording = Open(file.Footer(1, 5).ToArray(), RecordingOptions.Default with { RemoveJitter = false });
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 5);
        reader.Read(block);
        var start = block.Timestamps[0];
        Assert.Equal([0, 100, 200, 300, 300], block.Timestamps.ToArray().Select(time => Math.Round((time - start).TotalMilliseconds, 3)));
        Assert.Equal(SampleQuality.AfterGap | SampleQuality.TimeDeduced, block.Qualities[2]);
        Assert.Contains("go back", recording.Info.Warnings[0].Text, StringComparison.Ordinal);
    }

    private static float[] Values(IRecordingReader recording)
    {
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 100);
        reader.Read(block);
        return block.Values.ToArray();
    }
}
