using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Counts the frames that a regular stream lacks, from the distances between its stamps. A sender that was only held up catches up:
/// what it sends within a second beyond the nominal rate was late, not lost, and is taken off again. No allocation.
/// </summary>
internal sealed class LslGapCounter(Frequency rate)
{
    private const double SmallestGap = 1.5;
    private const double CatchUpSeconds = 1;

    private readonly double _rate = rate.TotalHertz;
    private long _missing;
    private long _frames;
    private double _seconds;
    private double _secondsLeft;

    /// <summary>Frames missing so far.</summary>
    public long LostFrames { get; private set; }

    /// <summary>Takes the distance of a frame's stamp from the one before; true if frames are missing between them.</summary>
    public bool IsAfterGap(double seconds)
    {
        if (_rate <= 0)
        {
            return false;
        }

        if (seconds * _rate > SmallestGap)
        {
            Claim(seconds, (long)Math.Round(seconds * _rate) - 1);
            return true;
        }

        if (_missing > 0)
        {
            CatchUp(seconds);
        }

        return false;
    }

    // A gap inside the second after another goes on with its account, as if the frames claimed here had come.
    private void Claim(double seconds, long missing)
    {
        _frames = _missing > 0 ? _frames + 1 + missing : 0;
        _seconds = _missing > 0 ? _seconds + seconds : 0;
        _missing += missing;
        _secondsLeft = CatchUpSeconds;
        LostFrames += missing;
    }

    private void CatchUp(double seconds)
    {
        _frames++;
        _seconds += seconds;
        _secondsLeft -= seconds;
        var late = Math.Clamp(_frames - (long)Math.Round(_seconds * _rate), 0, _missing);
        LostFrames -= late;
        _frames -= late;
        _missing = _secondsLeft < 0 ? 0 : _missing - late;
    }
}
