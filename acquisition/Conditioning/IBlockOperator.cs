using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// One step of signal conditioning: takes blocks of one stream and gives blocks of another. The output does not depend, to the bit, on
/// how the samples were cut into blocks.
/// </summary>
/// <remarks>
/// Everything is sized at construction; <see cref="Process"/> neither allocates nor blocks. One thread at a time. Values that are not
/// finite are replaced by the channel's last finite one and the frame is flagged <see cref="SampleQuality.NotFinite"/>, so no NaN
/// comes out.
/// </remarks>
public interface IBlockOperator
{
    /// <summary>The stream that comes out.</summary>
    StreamInfo Output { get; }

    /// <summary>
    /// How late the operator makes a signal, in frames of its input, at the reference frequency that its documentation names; 0 for
    /// operators without memory. Timestamps are not moved: they stay those of the newest sample that entered a frame.
    /// </summary>
    double DelaySamples { get; }

    /// <summary><see cref="DelaySamples"/> as time, at the input's nominal rate; zero if that is irregular.</summary>
    Duration Delay { get; }

    /// <summary>
    /// Takes a block and gives what came out: frames × channels of <see cref="Output"/>, possibly no frame at all. The returned block
    /// belongs to the operator and is valid until the next call.
    /// </summary>
    /// <exception cref="ArgumentException">The block has another channel count or more frames than the operator was built for.</exception>
    SampleBlock Process(SampleBlock input);

    /// <summary>Forgets everything taken so far: the operator is as new.</summary>
    void Reset();
}
