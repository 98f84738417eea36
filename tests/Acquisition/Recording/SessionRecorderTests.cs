using System.Globalization;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>What the loop had is what comes back.</summary>
public sealed class SessionRecorderTests : IDisposable
{
    private static readonly Instant s_origin = Instant.FromNanoseconds(987_654_321_123_456_789);

    private static readonly StreamInfo s_eeg = new(
        "Amp", "EEG", Frequency.FromHertz(500), ChannelFormat.Int32, [new("C3", "uV", "EEG"), new("C4 µ<&>", "uV", "EEG")], "amp-1");

    private static readonly StreamInfo s_cues = new("Cues", "Markers", default, ChannelFormat.String, [new("cue")]);

    private static readonly StreamInfo s_turns = new("turns", "Turns", default, ChannelFormat.Int64, [new("n"), new("frames")]);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"closedloop-{Guid.NewGuid():n}.xdf");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Frames_markers_and_turns_come_back_bit_for_bit()
    {
        // Not a constant: the compiler itself would quieten it.
        var signalling = BitConverter.Int32BitsToSingle(0x7FA0_1234 + Environment.GetCommandLineArgs().Length - Environment.GetCommandLineArgs().Length);
        using (var recorder = NewRecorder())
        {
            recorder.AppendFrame(0, s_origin, SampleQuality.AfterGap | SampleQuality.Blanked, [1.5f, signalling]);
            recorder.AppendFrame(0, s_origin + Duration.FromNanoseconds(2_000_001), SampleQuality.Good, [float.MinValue, -0f]);
            recorder.AppendMarker(1, new Marker(s_origin - Duration.FromMilliseconds(3), ""));
            recorder.AppendMarker(1, new Marker(s_origin + Duration.FromNanoseconds(3), "cue 1\tμ 🧠\n"));
            recorder.AppendTurn(s_origin + Duration.FromNanoseconds(7), [long.MinValue, 2]);
            Assert.Equal(RecorderLoss.None, recorder.Lost);
        }

        using var session = SessionRecordingReader.Open(_path);
        Assert.Equal(s_origin, session.Origin);
        Assert.True(session.IsClosed);
        Assert.Empty(session.Warnings);
        Assert.Equal(s_eeg with { Channels = session.Streams[0].Channels }, session.Streams[0]);
        Assert.Equal(s_eeg.Channels, session.Streams[0].Channels);
        Assert.Equal("turns", session.Turns.Name);

        var block = new SampleBlock(session.Streams[0], 10);
        Assert.Equal(2, session.OpenStream(0).Read(block));
        Assert.Equal([s_origin, s_origin + Duration.FromNanoseconds(2_000_001)], block.Timestamps.ToArray());
        Assert.Equal([SampleQuality.AfterGap | SampleQuality.Blanked, SampleQuality.Good], block.Qualities.ToArray());
        Assert.Equal(
            [BitConverter.SingleToInt32Bits(1.5f), 0x7FA0_1234, BitConverter.SingleToInt32Bits(float.MinValue), int.MinValue],
            block.Values.ToArray().Select(BitConverter.SingleToInt32Bits));

        var markers = session.OpenMarkers(1);
        Assert.True(markers.TryRead(out var first));
        Assert.True(markers.TryRead(out var second));
        Assert.False(markers.TryRead(out _));
        Assert.Equal(new Marker(s_origin - Duration.FromMilliseconds(3), ""), first);
        Assert.Equal(new Marker(s_origin + Duration.FromNanoseconds(3), "cue 1\tμ 🧠\n"), second);

        var values = new long[2];
        var turns = session.OpenTurns();
        Assert.True(turns.TryRead(out var taken, values));
        Assert.Equal((s_origin + Duration.FromNanoseconds(7), long.MinValue, 2L), (taken, values[0], values[1]));
        Assert.False(turns.TryRead(out _, values));
    }

    [Fact]
    public void A_stamp_keeps_whole_nanoseconds_for_at_least_three_weeks()
    {
        const int ThreeWeeks = 21 * 86_400;
        var seconds = Gen.Choose(-ThreeWeeks, ThreeWeeks).ToArbitrary();
        var rests = Gen.Choose(0, 999_999_999).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(seconds, rests, (second, rest) =>
        {
            var time = s_origin + Duration.FromNanoseconds((second * 1_000_000_000L) + rest);
            return SessionStamp.ToInstant(SessionStamp.FromInstant(time, s_origin), s_origin) == time;
        }));
    }

    [Fact]
    public void What_was_flushed_can_be_read_while_the_session_still_records()
    {
        using var recorder = NewRecorder();
        recorder.AppendFrame(0, s_origin, SampleQuality.Good, [1, 2]);
        recorder.AppendTurn(s_origin, [1, 1]);
        recorder.RequestFlush();
        Assert.True(SpinWait.SpinUntil(() => CountOnDisk() == 1, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_read_as_a_beginning_of_the_session()
    {
        WriteLongSession(frames: 6000);
        var whole = File.ReadAllBytes(_path);
        var cuts = new Random(5).GetItems(Enumerable.Range(0, whole.Length).ToArray(), 60).Append(whole.Length - 1);
        foreach (var cut in cuts)
        {
            AssertBeginning(whole[..cut]);
        }
    }

    [Fact]
    public void A_damaged_stretch_costs_what_lies_before_the_next_boundary_and_is_reported()
    {
        WriteLongSession(frames: 12_000);
        var bytes = File.ReadAllBytes(_path);
        Array.Fill(bytes, (byte)0xEE, bytes.Length / 4, 40);
        File.WriteAllBytes(_path, bytes);
        using var session = SessionRecordingReader.Open(_path);
        Assert.Contains(session.Warnings, warning => warning.Text.Contains("behind the boundary chunk", StringComparison.Ordinal));
        Assert.InRange(session.CountOf(0), 6000, 11_999);
        var numbers = ReadNumbers(session);
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(11_999, numbers[^1]);
    }

    [Fact]
    public void Changed_bytes_are_read_as_far_as_they_go_or_refused()
    {
        WriteLongSession(frames: 500);
        var sound = File.ReadAllBytes(_path);
        var random = new Random(77);
        for (var trial = 0; trial < 200; trial++)
        {
            var bytes = (byte[])sound.Clone();
            var place = random.Next(trial % 2 == 0 ? 2500 : bytes.Length);
            bytes[place] = (byte)random.Next(256);
            File.WriteAllBytes(_path, bytes);
            AssertReadableOrRefused();
        }
    }

    [Fact]
    public void A_full_ring_is_a_loss_that_stays_and_keeps_the_beginning()
    {
        using var gate = new ManualResetEventSlim();
        var output = new HeldStream(File.Create(_path), gate);
        using (var recorder = new SessionRecorder(output, s_origin, [s_eeg, s_cues], s_turns, capacity: 4096))
        {
            output.IsHeld = true;
            recorder.RequestFlush();
            for (var i = 0; i < 1000; i++)
            {
                recorder.AppendFrame(0, At(i), SampleQuality.Good, [i, i]);
                recorder.RequestFlush();
            }

            Assert.Equal(RecorderLoss.RingOverflow, recorder.Lost);
            gate.Set();
        }

        using var session = SessionRecordingReader.Open(_path);
        Assert.False(session.IsClosed);
        var numbers = ReadNumbers(session);
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
    }

    [Fact]
    public void A_failed_write_is_a_loss_with_its_reason_and_never_throws_into_the_loop()
    {
        using var recorder = new SessionRecorder(new FullStream(room: 8000), s_origin, [s_eeg, s_cues], s_turns);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                recorder.AppendFrame(0, s_origin, SampleQuality.Good, [1, 2]);
                recorder.RequestFlush();
                return recorder.Lost != RecorderLoss.None;
            },
            TimeSpan.FromSeconds(10)));
        Assert.Equal(RecorderLoss.WriteFailed, recorder.Lost);
        Assert.Equal("No space left on device.", recorder.LostBecause);
        recorder.AppendMarker(1, new Marker(s_origin, "ignored"));
    }

    [Fact]
    public void Appending_allocates_nothing()
    {
        using var recorder = NewRecorder();
        var block = new SampleBlock(s_eeg, 8);
        var turn = new long[2];
        var marker = new Marker(s_origin, "cue");
        var spent = 0L;
        for (var round = 0; round < 200; round++)
        {
            block.Clear();
            for (var i = 0; i < 8; i++)
            {
                block.Append(At((round * 8) + i), SampleQuality.Good).Fill(i);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            recorder.Append(0, block);
            recorder.AppendMarker(1, marker);
            recorder.AppendTurn(At(round * 8), turn);
            recorder.RequestFlush();
            spent += round < 20 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, spent);
        Assert.Equal(RecorderLoss.None, recorder.Lost);
    }

    [Fact]
    public void However_frames_are_cut_into_blocks_the_same_frames_come_back()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (write, read) =>
        {
            using var memory = new MemoryStream();
            using (var recorder = new SessionRecorder(new KeptStream(memory), s_origin, [s_eeg], s_turns, 1 << 16))
            {
                AppendBlocks(recorder, frames: 100, write);
            }

            File.WriteAllBytes(_path, memory.ToArray());
            using var session = SessionRecordingReader.Open(_path);
            Assert.Equal(Enumerable.Range(0, 100), ReadNumbers(session, read));
        }));
    }

    [Fact]
    public void A_recording_of_somebody_else_is_not_a_session()
    {
        XdfWriter.Create(_path).Close();
        var error = Assert.Throws<RecordingFormatException>(() => SessionRecordingReader.Open(_path));
        Assert.Contains("not one of a session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_file_is_never_overwritten()
    {
        File.WriteAllText(_path, "precious");
        Assert.Throws<IOException>(NewRecorder);
        Assert.Equal("precious", File.ReadAllText(_path));
    }

    private static Instant At(long frame) => s_origin + (Duration.FromMilliseconds(2) * frame);

    private SessionRecorder NewRecorder() => new(_path, s_origin, [s_eeg, s_cues], s_turns);

    private void WriteLongSession(int frames)
    {
        using var recorder = NewRecorder();
        AppendBlocks(recorder, frames, 50);
        Assert.Equal(RecorderLoss.None, recorder.Lost);
    }

    private static void AppendBlocks(SessionRecorder recorder, int frames, int cut)
    {
        var block = new SampleBlock(s_eeg, cut);
        for (var i = 0; i < frames; i++)
        {
            block.Append(At(i), SampleQuality.Good).Fill(i);
            if (block.FrameCount == cut || i == frames - 1)
            {
                recorder.Append(0, block);
                recorder.AppendTurn(At(i), [i, block.FrameCount]);
                block.Poison();
            }
        }
    }

    private void AssertBeginning(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        try
        {
            using var session = SessionRecordingReader.Open(_path);
            var numbers = ReadNumbers(session);
            Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
            Assert.False(session.IsClosed);
        }
        catch (RecordingFormatException)
        {
            Assert.InRange(bytes.Length, 0, 4000);
        }
    }

    private void AssertReadableOrRefused()
    {
        try
        {
            using var session = SessionRecordingReader.Open(_path);
            var reader = session.OpenStream(session.Streams.ToList().FindIndex(stream => !stream.IsText));
            var block = new SampleBlock(reader.Stream, 64);
            while (reader.Read(block) > 0)
            {
            }

            var turns = session.OpenTurns();
            var values = new long[session.Turns.ChannelCount];
            while (turns.TryRead(out _, values))
            {
            }
        }
        catch (RecordingFormatException refusal)
        {
            Assert.Contains(_path, refusal.Message, StringComparison.Ordinal);
        }
        catch (ArgumentOutOfRangeException missing) when (missing.ParamName == "index")
        {
            // The change took the header of the only stream of numbers.
        }
    }

    private static List<int> ReadNumbers(SessionRecordingReader session, int cut = 64)
    {
        var numbers = new List<int>();
        var reader = session.OpenStream(0);
        var block = new SampleBlock(reader.Stream, cut);
        while (reader.Read(block) > 0)
        {
            for (var i = 0; i < block.FrameCount; i++)
            {
                Assert.Equal(At((int)block.Frame(i)[1]), block.Timestamps[i]);
                numbers.Add((int)block.Frame(i)[0]);
            }

            block.Poison();
        }

        return numbers;
    }

    private long CountOnDisk()
    {
        using var session = SessionRecordingReader.Open(_path);
        return session.TurnCount == 0 ? 0 : session.CountOf(0);
    }

    /// <summary>A disk that pauses.</summary>
    private sealed class HeldStream(Stream inner, ManualResetEventSlim gate) : WriteOnlyStream
    {
        public volatile bool IsHeld;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsHeld)
            {
                gate.Wait(TimeSpan.FromSeconds(30));
            }

            inner.Write(buffer);
        }

        public override void Flush() => inner.Flush();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A disk with little room.</summary>
    private sealed class FullStream(int room) : WriteOnlyStream
    {
        private int _left = room;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _left -= buffer.Length;
            if (_left < 0)
            {
                throw new IOException("No space left on device.");
            }
        }

        public override void Flush()
        {
        }
    }

    /// <summary>Memory that outlives its writer.</summary>
    private sealed class KeptStream(MemoryStream inner) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

        public override void Flush()
        {
        }
    }

    private abstract class WriteOnlyStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException(value.ToString(CultureInfo.InvariantCulture));
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public abstract override void Write(ReadOnlySpan<byte> buffer);
    }
}
