using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>What one turn took in: enough to take it in again.</summary>
public sealed class TurnRecord
{
    /// <summary>Makes the storage.</summary>
    /// <param name="streams">Number of streams of the experiment.</param>
    public TurnRecord(int streams) => Frames = new int[streams];

    /// <summary>Number of the turn's first input.</summary>
    public long FirstInput { get; set; }

    /// <summary>The turn's instant.</summary>
    public Instant Taken { get; set; }

    /// <summary>Inputs other than frames and markers.</summary>
    public int Others { get; set; }

    /// <summary>Frames or markers, a stream.</summary>
    public int[] Frames { get; }

    /// <summary>All inputs of the turn.</summary>
    public int Count
    {
        get
        {
            var count = Others;
            foreach (var frames in Frames)
            {
                count += frames;
            }

            return count;
        }
    }

    /// <summary>Begins another turn.</summary>
    internal void Begin(long firstInput, Instant taken)
    {
        FirstInput = firstInput;
        Taken = taken;
        Others = 0;
        Frames.AsSpan().Clear();
    }
}
