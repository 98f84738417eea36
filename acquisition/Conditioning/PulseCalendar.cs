using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>The pulses that are due or have just been, in the order of their times. Sized once; nothing allocates.</summary>
internal sealed class PulseCalendar
{
    private readonly StimulusMark[] _pulses;
    private readonly Duration _before;
    private readonly Duration _end;
    private int _count;
    private int _reached;
    private Instant _newest;

    /// <summary>A calendar for so many pulses at once, each in force from its time minus <paramref name="before"/> until <paramref name="end"/> after.</summary>
    public PulseCalendar(int capacity, Duration before, Duration end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _pulses = new StimulusMark[capacity];
        _before = before;
        _end = end;
    }

    /// <summary>Enters, moves or strikes out a pulse. A mark without a request stands for a pulse of its own.</summary>
    public void Take(in StimulusMark mark)
    {
        Strike(mark);
        if (mark.Kind != StimulusMarkKind.Cancelled)
        {
            Enter(mark);
        }
    }

    /// <summary>The latest pulse that has come into force by a time; false if none is left in force.</summary>
    public bool TryReach(Instant time, out Instant pulse)
    {
        _newest = time;
        while (_reached < _count && _pulses[_reached].Time - _before <= time)
        {
            _reached++;
        }

        pulse = _reached > 0 ? _pulses[_reached - 1].Time : default;
        return _reached > 0 && time < pulse + _end;
    }

    public void Clear() => (_count, _reached, _newest) = (0, 0, default);

    private void Strike(in StimulusMark mark)
    {
        for (var i = 0; i < _count && mark.Request != 0; i++)
        {
            if ((_pulses[i].Request, _pulses[i].Pulse, _pulses[i].Output) == (mark.Request, mark.Pulse, mark.Output))
            {
                Remove(i, 1);
                return;
            }
        }
    }

    private void Enter(in StimulusMark mark)
    {
        RemovePast();
        if (_count == _pulses.Length)
        {
            throw new InvalidOperationException(
                $"More than {_pulses.Length} pulses are due at once, which is more than blanking was built for.");
        }

        var place = _count;
        while (place > 0 && _pulses[place - 1].Time > mark.Time)
        {
            place--;
        }

        Array.Copy(_pulses, place, _pulses, place + 1, _count - place);
        _pulses[place] = mark;
        _count++;
        _reached += place < _reached ? 1 : 0;
    }

    private void RemovePast()
    {
        var past = 0;
        while (past < _reached && _pulses[past].Time + _end <= _newest)
        {
            past++;
        }

        Remove(0, past);
    }

    private void Remove(int first, int number)
    {
        Array.Copy(_pulses, first + number, _pulses, first, _count - first - number);
        _count -= number;
        _reached -= Math.Clamp(_reached - first, 0, number);
    }
}
