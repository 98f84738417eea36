using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads the frames of one stream of a recording, in the order of the file. One thread at a time.</summary>
public interface IStreamReader
{
    /// <summary>The stream that is read; blocks for it are made with this.</summary>
    StreamInfo Stream { get; }

    /// <summary>
    /// Empties the block and fills it with the next frames, up to its capacity. Values are physical, in the unit of each
    /// channel's
    /// <see cref="ChannelInfo.Unit"/>; timestamps are on the recording's clock and do not go back
    /// (see <see cref="RecordingOptions.KeepOrder"/>). The frames do not depend on how they are cut.
    /// </summary>
    /// <returns>Frames read; 0 at the end of the stream, and only there.</returns>
    /// <remarks>Reads the file, so it may block; does not allocate after the first calls.</remarks>
    /// <exception cref="ArgumentException">The block's channel count is not the stream's.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    int Read(SampleBlock block);
}
