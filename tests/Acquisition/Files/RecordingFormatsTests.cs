using ClosedLoop.Acquisition;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>Formats are told by content, and what is none is refused in one sentence.</summary>
public sealed class RecordingFormatsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"closedloop-{Guid.NewGuid():n}.edf");

    public static TheoryData<byte[]> Garbage => new(
        [],
        [0],
        "not a recording at all, only some text"u8.ToArray(),
        new byte[5000],
        Enumerable.Repeat((byte)0xFF, 700).ToArray(),
        "0       "u8.ToArray(),
        "XDF"u8.ToArray());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Garbage))]
    public void What_is_no_recording_is_refused_in_one_sentence_that_names_it(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        var refusal = Assert.Throws<RecordingFormatException>(() => RecordingFormats.Open(_path));
        Assert.Contains(_path, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        Assert.Throws<FileNotFoundException>(() => RecordingFormats.Open(_path));
        Assert.Contains("folder", Assert.Throws<RecordingFormatException>(() => RecordingFormats.Open(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_extension_plays_no_part()
    {
        File.WriteAllBytes(_path, new XdfBytes().FileHeader().ToArray());
        using var recording = RecordingFormats.Open(_path);
        Assert.Equal("XDF 1.0", recording.Info.Format);
    }
}
