using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>What every format owes, whatever is in the file.</summary>
public abstract class FormatContract : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"closedloop-{Guid.NewGuid():n}.recording");

    /// <summary>A small recording of at least two streams of numbers and one of text, without faults.</summary>
    protected abstract byte[] Recording();

    public void Dispose()
    {
        File.Delete(_path);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_sound_file_gives_no_warning()
    {
        using var recording = Open(Recording());
        Assert.Empty(recording.Info.Warnings);
        Assert.True(recording.Info.Streams.Count(stream => !stream.Stream.IsText) >= 2);
        Assert.Contains(recording.Info.Streams, stream => stream.Stream.IsText);
    }

    [Fact]
    public void However_it_is_cut_into_blocks_the_frames_are_the_same()
    {
        using var recording = Open(Recording());
        var whole = ReadAll(recording, 100_000);
        foreach (var cut in new[] { 1, 2, 7, 32, 1000 })
        {
            Assert.Equal(whole, ReadAll(recording, cut));
        }
    }

    [Fact]
    public void What_the_description_counts_is_what_can_be_read()
    {
        using var recording = Open(Recording());
        for (var i = 0; i < recording.Info.Streams.Count; i++)
        {
            var stream = recording.Info.Streams[i];
            var times = Times(recording, i);
            Assert.Equal(stream.Samples, times.Count);
            Assert.Equal(stream.FirstTime, times[0]);
            Assert.Equal(stream.LastTime, times[^1]);
            Assert.Equal(times.Order(), times);
        }
    }

    [Fact]
    public void The_earliest_time_of_all_streams_is_one_second()
    {
        using var recording = Open(Recording());
        Assert.Equal(Instant.FromSeconds(1), recording.Info.Streams.Min(stream => stream.FirstTime));
    }

    [Fact]
    public void Streams_are_read_independently_of_each_other()
    {
        using var recording = Open(Recording());
        var (one, two) = (recording.OpenStream(0), recording.OpenStream(0));
        var (blockOne, blockTwo) = (new SampleBlock(one.Stream, 3), new SampleBlock(two.Stream, 3));
        one.Read(blockOne);
        one.Read(blockOne);
        two.Read(blockTwo);
        two.Read(blockTwo);
        Assert.Equal(blockOne.Values.ToArray(), blockTwo.Values.ToArray());
    }

    [Fact]
    public void A_block_of_another_stream_and_a_stream_of_the_wrong_kind_are_refused()
    {
        using var recording = Open(Recording());
        var reader = recording.OpenStream(0);
        var other = new StreamInfo("other", "", default, ChannelFormat.Float32, [.. reader.Stream.Channels, new ChannelInfo("more")]);
        Assert.Throws<ArgumentException>(() => reader.Read(new SampleBlock(other, 1)));
        var text = recording.Info.Streams.ToList().FindIndex(stream => stream.Stream.IsText);
        Assert.Throws<ArgumentException>(() => recording.OpenStream(text));
        Assert.Throws<ArgumentException>(() => recording.OpenMarkers(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recording.OpenStream(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => recording.OpenMarkers(-1));
    }

    [Fact]
    public void Reading_allocates_nothing_once_it_runs()
    {
        using var recording = Open(Recording());
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, 2);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(reader.Read(block) > 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(block) > 0)
        {
            block.Poison();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_file_cut_short_gives_a_beginning_and_a_warning_or_one_clear_refusal()
    {
        var bytes = Recording();
        using var recording = Open(bytes);
        var whole = Frames(recording);
        for (var cut = 0; cut < bytes.Length - 1; cut += 1 + (cut / 40))
        {
            AssertBeginning(bytes[..cut], whole);
        }
    }

    [Fact]
    public void Changed_bytes_never_crash_or_hang_the_reader()
    {
        var random = new Random(20261121);
        var sound = Recording();
        for (var trial = 0; trial < 400; trial++)
        {
            var bytes = (byte[])sound.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            AssertReadableOrRefused(bytes);
        }
    }

    [Fact]
    public void The_description_is_one_json_object_with_all_its_keys()
    {
        using var recording = Open(Recording());
        using var json = System.Text.Json.JsonDocument.Parse(recording.Info.ToJson());
        foreach (var key in new[] { "format", "streams", "markers", "gaps", "warnings" })
        {
            Assert.True(json.RootElement.TryGetProperty(key, out _), key);
        }

        var stream = json.RootElement.GetProperty("streams")[0];
        string[] keys =
        [
            "id", "name", "type", "format", "channel_count", "channels", "nominal_rate_hz", "effective_rate_hz", "samples", "first_time_s",
            "last_time_s", "first_values", "clock_offsets", "segments",
        ];
        Assert.All(keys, key => Assert.True(stream.TryGetProperty(key, out _), key));
        Assert.Equal(recording.Info.Streams[0].Stream.ChannelCount, stream.GetProperty("first_values").GetArrayLength());
    }

    protected IRecordingReader Open(byte[] bytes) => Open(bytes, RecordingOptions.Default);

    protected IRecordingReader Open(byte[] bytes, RecordingOptions options)
    {
        File.WriteAllBytes(_path, bytes);
        return RecordingFormats.Open(_path, options);
    }

    private void AssertBeginning(byte[] bytes, List<string[]> whole)
    {
        try
        {
            using var recording = Open(bytes);
            Assert.NotEmpty(recording.Info.Warnings);
            foreach (var (frames, all) in Frames(recording).Zip(whole))
            {
                Assert.Equal(all[..frames.Length], frames);
            }
        }
        catch (RecordingFormatException refusal)
        {
            Assert.Contains(_path, refusal.Message, StringComparison.Ordinal);
        }
    }

    private void AssertReadableOrRefused(byte[] bytes)
    {
        try
        {
            using var recording = Open(bytes);
            recording.Info.ToJson();
            for (var i = 0; i < recording.Info.Streams.Count; i++)
            {
                var times = Times(recording, i);
                Assert.Equal(recording.Info.Streams[i].Samples, times.Count);
                Assert.True(times.SequenceEqual(times.Order()));
            }
        }
        catch (RecordingFormatException refusal)
        {
            Assert.Contains(_path, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static List<Instant> Times(IRecordingReader recording, int index)
    {
        var times = new List<Instant>();
        if (recording.Info.Streams[index].Stream.IsText)
        {
            var markers = recording.OpenMarkers(index);
            while (markers.TryRead(out var marker))
            {
                times.Add(marker.Time);
            }

            return times;
        }

        var reader = recording.OpenStream(index);
        var block = new SampleBlock(reader.Stream, 16);
        while (reader.Read(block) > 0)
        {
            times.AddRange(block.Timestamps);
            block.Poison();
        }

        return times;
    }

    /// <summary>
    /// The values of all frames of each stream of numbers, as text; times may move when a later part of the file is missing.
    /// </summary>
    private static List<string[]> Frames(IRecordingReader recording) => [.. Numbers(recording).Select(index =>
    {
        var frames = new List<string>();
        var reader = recording.OpenStream(index);
        var block = new SampleBlock(reader.Stream, 16);
        while (reader.Read(block) > 0)
        {
            for (var i = 0; i < block.FrameCount; i++)
            {
                frames.Add(string.Join(' ', block.Frame(i).ToArray()));
            }
        }

        return frames.ToArray();
    })];

    private static List<(float Value, Instant Time, SampleQuality Quality)> ReadAll(IRecordingReader recording, int cut)
    {
        var all = new List<(float, Instant, SampleQuality)>();
        foreach (var index in Numbers(recording))
        {
            var reader = recording.OpenStream(index);
            var block = new SampleBlock(reader.Stream, cut);
            while (reader.Read(block) > 0)
            {
                for (var i = 0; i < block.FrameCount; i++)
                {
                    foreach (var value in block.Frame(i))
                    {
                        all.Add((value, block.Timestamps[i], block.Qualities[i]));
                    }
                }

                block.Poison();
            }
        }

        return all;
    }

    private static IEnumerable<int> Numbers(IRecordingReader recording) =>
        Enumerable.Range(0, recording.Info.Streams.Count).Where(index => !recording.Info.Streams[index].Stream.IsText);
}
