using System.Xml.Linq;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>What is written is XDF 1.0, and what was written comes back.</summary>
public sealed class XdfWriterTests : IDisposable
{
    private static readonly StreamInfo s_eeg = new("Amp", "EEG", Frequency.FromHertz(1000.0 / 3), ChannelFormat.Float32, [new("C3", "µV", "EEG")], "s-1");

    private static readonly StreamInfo s_counts = new("Counts", "Turns", default, ChannelFormat.Int64, [new("a"), new("b")]);

    private static readonly StreamInfo s_cues = new("Cues", "Markers", default, ChannelFormat.String, [new("cue")]);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"closedloop-{Guid.NewGuid():n}.xdf");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_bytes_are_those_of_the_specification()
    {
        using var memory = new MemoryStream();
        var writer = new XdfWriter(memory, new XElement("desc", new XElement("note", "a < b")));
        var eeg = writer.AddStream(s_eeg with { Channels = [new("C3")] });
        writer.WriteFrame(eeg, 5.5, [1.5f]);
        writer.WriteClockOffset(eeg, new RecordedClockOffset(6, -0.25));
        writer.WriteBoundary();
        writer.Flush();

        const string FileXml = "<?xml version=\"1.0\"?><info><version>1.0</version><desc><note>a &lt; b</note></desc></info>";
        const string StreamXml =
            "<?xml version=\"1.0\"?><info><name>Amp</name><type>EEG</type><channel_count>1</channel_count><nominal_srate>333.3333333333333</nominal_srate>"
            + "<channel_format>float32</channel_format><source_id>s-1</source_id><desc><channels><channel><label>C3</label><unit></unit>"
            + "<type></type></channel></channels></desc></info>";
        byte[] expected =
        [
            .. "XDF:"u8,
            1, (byte)(FileXml.Length + 2), 1, 0, .. System.Text.Encoding.UTF8.GetBytes(FileXml),
            4, .. BitConverter.GetBytes(StreamXml.Length + 6), 2, 0, 1, 0, 0, 0, .. System.Text.Encoding.UTF8.GetBytes(StreamXml),
            1, 22, 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(6.0), .. BitConverter.GetBytes(-0.25),
            1, 24, 3, 0, 1, 0, 0, 0, 4, 1, 0, 0, 0, 8, .. BitConverter.GetBytes(5.5), .. BitConverter.GetBytes(1.5f),
            1, 18, 5, 0, 0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4,
        ];
        Assert.Equal(expected, memory.ToArray());
    }

    [Fact]
    public void Stamps_and_values_come_back_bit_for_bit()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(double Stamp, float Value)[]>(), frames =>
        {
            File.Delete(_path);
            using (var writer = XdfWriter.Create(_path))
            {
                var id = writer.AddStream(s_eeg with { NominalRate = default });
                Array.ForEach(frames, frame => writer.WriteFrame(id, frame.Stamp, [frame.Value]));
                writer.Close();
            }

            AssertComesBack(frames);
        }));
    }

    [Fact]
    public void A_closed_file_says_what_it_holds()
    {
        using (var writer = XdfWriter.Create(_path))
        {
            var (eeg, counts, cues) = (writer.AddStream(s_eeg), writer.AddStream(s_counts), writer.AddStream(s_cues));
            for (var i = 0; i < 50_000; i++)
            {
                writer.WriteFrame(eeg, i * 0.003, [(float)i]);
            }

            writer.WriteFrame(counts, 7, [long.MaxValue, -1]);
            writer.WriteMarker(cues, 8, new string('µ', 400));
            writer.WriteClockOffset(eeg, new RecordedClockOffset(6, 0.5));
            writer.Close();
        }

        using var recording = RecordingFormats.Open(_path);
        Assert.Empty(recording.Info.Warnings);
        Assert.Equal([50_000L, 1, 1], recording.Info.Streams.Select(stream => stream.Samples));
        Assert.Equal(s_eeg with { Channels = recording.Info.Streams[0].Stream.Channels }, recording.Info.Streams[0].Stream);
        Assert.Equal(s_eeg.Channels, recording.Info.Streams[0].Stream.Channels);
        Assert.Equal([new RecordedClockOffset(6, 0.5)], recording.Info.Streams[0].ClockOffsets);
        Assert.Equal(new string('µ', 400), recording.Info.Markers[0].Marker.Text);
        Assert.Equal(0.5, recording.Info.Streams[0].FirstSeconds, 1e-9);
    }

    [Fact]
    public void A_frame_that_does_not_fit_its_stream_is_refused()
    {
        using var writer = XdfWriter.Create(_path);
        var eeg = writer.AddStream(s_eeg);
        var cues = writer.AddStream(s_cues);
        Assert.Throws<ArgumentException>(() => writer.WriteFrame(eeg, 1, [1f, 2f]));
        Assert.Throws<ArgumentException>(() => writer.WriteFrame(eeg, 1, [1L]));
        Assert.Throws<ArgumentException>(() => writer.WriteFrame(cues, 1, [1f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteFrame(3, 1, [1f]));
        writer.Close();
        Assert.Throws<ObjectDisposedException>(() => writer.WriteFrame(eeg, 1, [1f]));
    }

    private void AssertComesBack((double Stamp, float Value)[] frames)
    {
        using var recording = RecordingFormats.Open(_path, RecordingOptions.Raw);
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(reader.Stream, frames.Length + 1);
        Assert.Equal(frames.Length, reader.Read(block));
        Assert.Equal(frames.Select(frame => BitConverter.SingleToInt32Bits(frame.Value)), block.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
        if (frames is [var first, .., var last])
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(first.Stamp), BitConverter.DoubleToInt64Bits(recording.Info.Streams[0].FirstSeconds));
            Assert.Equal(BitConverter.DoubleToInt64Bits(last.Stamp), BitConverter.DoubleToInt64Bits(recording.Info.Streams[0].LastSeconds));
        }
    }
}
