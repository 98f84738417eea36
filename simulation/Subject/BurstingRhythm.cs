using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>How a rhythm behaves.</summary>
/// <param name="Hertz">Centre frequency.</param>
/// <param name="DriftHertz">It wanders by this much at most, either way, over some seconds.</param>
/// <param name="LongestBurst">Bursts last from a quarter of this to this.</param>
/// <param name="LongestGap">Gaps last from an eighth of this to this.</param>
/// <param name="Harmonic">Share of the second harmonic, which makes the arch: flat peaks, sharp troughs.</param>
internal sealed record RhythmShape(double Hertz, double DriftHertz, Duration LongestBurst, Duration LongestGap, double Harmonic);

/// <summary>
/// A brain rhythm that comes and goes. In a burst it swings with a fundamental and a phase-locked second harmonic,
/// a (cos φ − h cos 2φ); between bursts its amplitude falls to 8 to 25 %, and in half of the gaps the phase slips to somewhere
/// else. The frequency wanders within bounds. φ is the true phase: 0 at the peak, π at the trough, which the harmonic does not
/// move.
/// </summary>
/// <remarks>
/// Frequency and amplitude are decided at knots of 5 ms, phase in between is linear; knots come in order from a random sequence
/// of their own, so the rhythm is the same whoever asks for it, in whatever order. The last 80 s are kept.
/// </remarks>
internal sealed class BurstingRhythm
{
    private const int Kept = 1 << 14;
    private const double GapFloor = 0.08;
    private const double GapCeiling = 0.25;
    private const int FlankKnots = 24;
    private const int SlipKnots = 14;

    private static readonly Duration Spacing = Duration.FromMilliseconds(5);

    private readonly Knot[] _knots = new Knot[Kept];
    private readonly RhythmShape _shape;
    private readonly SeededRandom _random;
    private readonly Instant _start;
    private long _count;
    private double _phase;
    private double _drift;
    private double _level;
    private double _from;
    private double _to;
    private double _slip;
    private int _sinceTurn = FlankKnots;
    private int _untilTurn;
    private bool _bursts;

    internal BurstingRhythm(RhythmShape shape, SeededRandom random, Instant start)
    {
        _shape = shape;
        _random = random;
        _start = start;
        _phase = random.NextUniform(0, 2 * Math.PI);
        _to = GapFloor;
    }

    private readonly record struct Knot(double Phase, double Advance, double Amplitude, double NextAmplitude);

    /// <summary>The true phase at an instant, from the start on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before the start, or more than 80 s before the newest instant that was asked
    /// for.</exception>
    internal Phase PhaseAt(Instant instant)
    {
        var (knot, share) = Find(instant);
        return Phase.FromRadians(knot.Phase + (knot.Advance * share));
    }

    /// <summary>The amplitude of the fundamental at an instant, relative to an ordinary burst's.</summary>
    internal double AmplitudeAt(Instant instant)
    {
        var (knot, share) = Find(instant);
        return knot.Amplitude + ((knot.NextAmplitude - knot.Amplitude) * share);
    }

    /// <summary>The rhythm's value at an instant, relative to the amplitude of an ordinary burst.</summary>
    internal double ValueAt(Instant instant)
    {
        var (knot, share) = Find(instant);
        var cosine = DeterministicMath.Cos(knot.Phase + (knot.Advance * share));
        var amplitude = knot.Amplitude + ((knot.NextAmplitude - knot.Amplitude) * share);
        return amplitude * (cosine - (_shape.Harmonic * ((2 * cosine * cosine) - 1)));
    }

    private (Knot Knot, double Share) Find(Instant instant)
    {
        var since = (instant - _start).TotalNanoseconds;
        var index = since / Spacing.TotalNanoseconds;
        while (_count <= index)
        {
            AddKnot();
        }

        if (since < 0 || index < _count - Kept)
        {
            throw new ArgumentOutOfRangeException(
                nameof(instant), instant, $"The rhythm began at {_start} and keeps its last 80 s.");
        }

        return (_knots[index & (Kept - 1)], (double)(since % Spacing.TotalNanoseconds) / Spacing.TotalNanoseconds);
    }

    private void AddKnot()
    {
        if (_untilTurn-- == 0)
        {
            Turn();
        }

        var before = _level;
        _level = NextLevel();
        var advance = (2 * Math.PI * NextHertz() * Spacing.TotalSeconds) + NextSlip();
        _knots[_count++ & (Kept - 1)] = new(_phase, advance, before, _level);
        _phase = Phase.Wrap(_phase + advance);
        _sinceTurn++;
    }

    /// <summary>From gap to burst or back: draws its length, its level, and whether the phase slips.</summary>
    private void Turn()
    {
        _bursts = !_bursts;
        _from = _level;
        _sinceTurn = 0;
        var longest = _bursts ? _shape.LongestBurst : _shape.LongestGap;
        var shortest = _bursts ? 0.25 : 0.125;
        _untilTurn = Math.Max(1, (int)(longest / Spacing * _random.NextUniform(shortest, 1)));
        _to = _bursts ? _random.NextUniform(0.75, 1.25) : _random.NextUniform(GapFloor, GapCeiling);
        _slip = !_bursts && _random.NextUniform() < 0.5 ? _random.NextUniform(-Math.PI, Math.PI) : 0;
    }

    /// <summary>A smooth flank of 120 ms from level to level.</summary>
    private double NextLevel()
    {
        var share = Math.Min(1.0, (double)_sinceTurn / FlankKnots);
        return _from + ((_to - _from) * share * share * (3 - (2 * share)));
    }

    /// <summary>A bounded walk around the centre: steps shrink its distance by 1 in 600 (3 s) and never pass the bound.</summary>
    private double NextHertz()
    {
        var bound = _shape.DriftHertz;
        _drift = Math.Clamp((_drift * (1 - (1 / 600.0))) + (bound * 0.03 * _random.NextNormal()), -bound, bound);
        return _shape.Hertz + _drift;
    }

    /// <summary>The slip's share in this knot: spread over 70 ms once the burst has faded, or over what the gap allows.</summary>
    private double NextSlip() =>
        _slip != 0 && _sinceTurn >= FlankKnots && _sinceTurn < FlankKnots + SlipKnots ? _slip / SlipKnots : 0;
}
