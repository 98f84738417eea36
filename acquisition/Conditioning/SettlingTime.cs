using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Counts the frames for which a filter still rings after its start, or after a gap, a held or a saturated frame, and flags them
/// <see cref="SampleQuality.Settling"/>.
/// </summary>
internal sealed class SettlingTime
{
    private const SampleQuality Disturbing = SampleQuality.AfterGap | SampleQuality.NotFinite | SampleQuality.Saturated;

    private readonly int _frames;
    private int _left;

    public SettlingTime(int frames) => _left = _frames = frames;

    public SampleQuality Flag(SampleQuality quality)
    {
        if ((quality & Disturbing) != 0)
        {
            _left = _frames;
        }

        if (_left == 0)
        {
            return quality;
        }

        _left--;
        return quality | SampleQuality.Settling;
    }

    public void Restart() => _left = _frames;
}
