using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

/// <summary>The mu rhythm as the truth and the EEG show it.</summary>
public sealed class BurstingRhythmTests
{
    private static readonly SubjectSettings OnlyMu = new()
    {
        Seed = 4,
        BackgroundDensityAt10Hz = 1e-12,
        HumAmplitude = Microvolts.FromMicrovolts(0),
        BlinksPerMinute = 0,
    };

    private readonly VirtualSubject _subject = new(OnlyMu, Recorded.Start);

    [Fact]
    public void It_comes_in_bursts_with_gaps_between()
    {
        var amplitudes = Amplitudes(75);
        var inBursts = amplitudes.Count(a => a > 5) / (double)amplitudes.Length;
        Assert.InRange(inBursts, 0.5, 0.85);
        Assert.InRange(amplitudes.Count(a => a < 2.5) / (double)amplitudes.Length, 0.08, 0.4);
        Assert.InRange(Onsets(amplitudes), 25, 100);
    }

    [Fact]
    public void Its_frequency_stays_within_0_4_Hz_in_bursts_and_moves()
    {
        var hertz = Enumerable.Range(0, 750).Select(i => i / 10.0)
            .Where(t => Amplitude(t) > 6 && Amplitude(t + 0.05) > 6)
            .Select(t => Phase.Wrap(PhaseAt(t + 0.05).TotalRadians - PhaseAt(t).TotalRadians) / (2 * Math.PI * 0.05))
            .ToArray();
        Assert.All(hertz, f => Assert.InRange(f < 0 ? f + 20 : f, 10.1 - 1e-6, 10.9 + 1e-6));
        Assert.True(hertz.Max(f => f < 0 ? f + 20 : f) - hertz.Min(f => f < 0 ? f + 20 : f) > 0.3);
    }

    [Fact]
    public void Its_phase_slips_in_gaps()
    {
        // A rhythm of steady frequency would keep, over a second, to within the drift's 0.4 turns.
        var jumps = Enumerable.Range(0, 74)
            .Select(t => Math.Abs(Phase.Wrap(PhaseAt(t + 1).TotalRadians - PhaseAt(t).TotalRadians - (2 * Math.PI * 10.5)))).ToArray();
        Assert.Contains(jumps, jump => jump > 0.8 * Math.PI);
    }

    [Fact]
    public void Its_wave_is_an_arch_with_sharp_troughs_where_the_truth_says_trough()
    {
        var eeg = Recorded.Eeg(_subject, 75)[0];
        var troughs = Means(eeg, phase => Math.Abs(Phase.FromRadians(phase).RadiansFrom(Phase.Trough)) < 0.15);
        var peaks = Means(eeg, phase => Math.Abs(phase) < 0.15);
        Assert.InRange(troughs / peaks, -2.2, -1.3);
    }

    [Fact]
    public void Asking_ahead_changes_nothing()
    {
        var other = new VirtualSubject(OnlyMu, Recorded.Start);
        _ = other.Truth.MuPhaseAt(Recorded.Start + Duration.FromSeconds(60));
        Assert.Equal(PhaseAt(33.333), other.Truth.MuPhaseAt(Recorded.Start + Duration.FromSeconds(33.333)));
    }

    [Fact]
    public void The_truth_of_long_ago_and_of_before_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseAt(-0.001));
        _ = PhaseAt(200);
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseAt(100));
    }

    private double Means(double[] eeg, Func<double, bool> isNear) => Enumerable.Range(1, eeg.Length - 1)
        .Where(i => Amplitude(i / 1000.0) > 6 && isNear(PhaseAt(i / 1000.0).TotalRadians))
        .Average(i => eeg[i]);

    private double[] Amplitudes(double seconds) => [.. Enumerable.Range(0, (int)(seconds * 100)).Select(i => Amplitude(i / 100.0))];

    private static int Onsets(double[] amplitudes) => Enumerable.Range(1, amplitudes.Length - 1).Count(i => amplitudes[i - 1] < 4 && amplitudes[i] >= 4);

    private double Amplitude(double seconds) => _subject.Truth.MuAmplitudeAt(Recorded.Start + Duration.FromSeconds(seconds)).TotalMicrovolts;

    private Phase PhaseAt(double seconds) => _subject.Truth.MuPhaseAt(Recorded.Start + Duration.FromSeconds(seconds));
}
