using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>What every stream reader does with a block first.</summary>
internal static class BlockForStream
{
    /// <summary>Empties a block for the frames of a stream.</summary>
    /// <exception cref="ArgumentException">The block is made for another number of channels.</exception>
    public static void Begin(SampleBlock block, StreamInfo stream)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.ChannelCount != stream.ChannelCount)
        {
            throw new ArgumentException(
                $"The block holds {block.ChannelCount} channels, stream '{stream.Name}' has {stream.ChannelCount}.", nameof(block));
        }

        block.Clear();
    }
}
