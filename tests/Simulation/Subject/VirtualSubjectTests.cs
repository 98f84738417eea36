using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Simulation;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class VirtualSubjectTests
{
    [Fact]
    public void The_same_seed_and_pulses_give_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Digest(3), Digest(3));
        Assert.NotEqual(Digest(3), Digest(4));
    }

    [Fact]
    public void Its_bytes_are_these_on_every_machine() => Assert.Equal("64640C402276C8A0", Digest(1));

    [Fact]
    public void It_gives_the_same_frames_however_they_are_cut()
    {
        var whole = Cut([3000]);
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 700).ListOf(40).Select(sizes => sizes.ToArray()).ToArbitrary(), sizes =>
            Cut(sizes).SequenceEqual(whole)));
    }

    [Fact]
    public void Mu_stands_8_to_12_dB_above_the_background_of_its_band_while_it_is_on()
    {
        var settings = new SubjectSettings { Seed = 2 };
        var (with, without) = (new VirtualSubject(settings, Recorded.Start), new VirtualSubject(settings with { MuAmplitude = default }, Recorded.Start));
        var (a, b) = (Recorded.Eeg(with, 75), Recorded.Eeg(without, 75));
        Assert.InRange(SignalToNoise(with, a[0], b[0]), 8, 12);
        Assert.InRange(SignalToNoise(with, Recorded.Laplacian(with, a), Recorded.Laplacian(without, b)), 8, 12);
    }

    [Fact]
    public void The_spectrum_of_C3_falls_as_one_over_f_with_a_peak_at_mu()
    {
        var subject = new VirtualSubject(new SubjectSettings { Seed = 2, BlinksPerMinute = 0 }, Recorded.Start);
        var density = Spectrum.Density(Recorded.Eeg(subject, 75)[0], 1000, 70);
        var (decibels, hertz) = Spectrum.PeakOverBackground(density);
        Assert.True(decibels > 10, $"{decibels} dB");
        Assert.InRange(hertz, 10, 11);
        // One decade of 1/f is 10 dB; mean densities around 3.5 and 35 Hz.
        Assert.InRange(10 * Math.Log10(density[5..10].Average() / density[65..76].Average()), 8, 13);
    }

    [Fact]
    public void Alpha_is_the_largest_over_the_occiput()
    {
        var subject = new VirtualSubject(new SubjectSettings { Seed = 2, BlinksPerMinute = 0 }, Recorded.Start);
        var eeg = Recorded.Eeg(subject, 75);
        var alpha = subject.Settings.Electrodes.Select((name, i) => (name, Power: Spectrum.Density(eeg[i], 1000, 12)[19..22].Sum())).ToArray();
        Assert.StartsWith("O", alpha.MaxBy(channel => channel.Power).name, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resting_EMG_has_3_to_5_microvolts()
    {
        var emg = Recorded.Emg(new VirtualSubject(new SubjectSettings(), Recorded.Start), 20);
        Assert.Equal(3.5, Math.Sqrt(emg.Average(x => x * x)), 0.1);
    }

    [Fact]
    public void Blinks_are_rare_and_frontal()
    {
        var subject = new VirtualSubject(new SubjectSettings { Electrodes = ["Fp1", "O1"], MuAmplitude = default }, Recorded.Start);
        var eeg = Recorded.Eeg(subject, 120);
        Assert.True(eeg[0].Max() > 60);
        Assert.InRange(eeg[0].Count(x => x > 50) / (double)eeg[0].Length, 0.0005, 0.03);
        Assert.True(eeg[1].Max() < 60);
    }

    [Fact]
    public void A_pulse_leaves_an_artefact_of_some_milliseconds_largest_near_its_coil()
    {
        var (felt, calm) = (new VirtualSubject(new SubjectSettings(), Recorded.Start), new VirtualSubject(new SubjectSettings(), Recorded.Start));
        felt.OnPulse(Recorded.Pulse("ts", 0.5, 60));
        var difference = Recorded.Eeg(felt, 1).Zip(Recorded.Eeg(calm, 1), (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).ToArray()).ToArray();
        Assert.All(difference, channel => Assert.All(channel[..500], x => Assert.Equal(0, x)));
        Assert.InRange(difference[0][500], 2000, 5000);
        Assert.True(difference[0][500] > 3 * difference[10][500]);
        Assert.True(difference[0][530] < 2);
        Assert.Equal(0, difference[0][561]);
    }

    [Fact]
    public void A_pulse_that_is_told_before_its_time_is_felt_at_its_time()
    {
        var (early, late) = (new VirtualSubject(new SubjectSettings(), Recorded.Start), new VirtualSubject(new SubjectSettings(), Recorded.Start));
        early.OnPulse(Recorded.Pulse("ts", 0.8, 60));
        var block = new SampleBlock(late.EegStream, 1000);
        _ = late.FillEeg(block, Recorded.Start + Duration.FromSeconds(0.7));
        late.OnPulse(Recorded.Pulse("ts", 0.8, 60));
        Assert.Equal(Recorded.Eeg(early, 1)[0][701..], Recorded.Eeg(late, 1)[0]);
    }

    [Fact]
    public void Filling_allocates_nothing()
    {
        var subject = new VirtualSubject(new SubjectSettings(), Recorded.Start);
        var (eeg, emg) = (new SampleBlock(subject.EegStream, 64), new SampleBlock(subject.EmgStream, 64));
        long before = 0;
        for (var turn = 1; turn <= 200; turn++)
        {
            before = turn == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            var until = Recorded.Start + Duration.FromMilliseconds(20 * turn);
            _ = subject.FillEeg(eeg, until);
            _ = subject.FillEmg(emg, until);
            eeg.Poison();
            emg.Poison();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_unknown_electrode_is_refused_with_those_that_there_are()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new VirtualSubject(new SubjectSettings { Electrodes = ["C3", "X9"] }, Recorded.Start));
        Assert.Contains("No electrode 'X9' on the virtual head; there are Cz", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_truth_is_a_file_of_its_own()
    {
        var subject = new VirtualSubject(new SubjectSettings { InhibitionRatio = 0.55 }, Recorded.Start);
        subject.OnPulse(Recorded.Pulse("cs", 2, 60));
        subject.OnPulse(Recorded.Pulse("ts", 2.005, 60));
        var path = Path.GetTempFileName();
        try
        {
            subject.Truth.Save(path);
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            Assert.Equal(0.55, json.RootElement.GetProperty("cbi_ratio").GetDouble(), 1e-12);
            var pulse = json.RootElement.GetProperty("test_pulses")[0];
            Assert.Equal(5, pulse.GetProperty("isi_ms").GetDouble());
            Assert.Equal(subject.Truth.Responses[0].MuPhase.TotalDegrees, pulse.GetProperty("mu_phase_deg").GetDouble());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double SignalToNoise(VirtualSubject subject, double[] with, double[] without)
    {
        var on = Enumerable.Range(0, with.Length)
            .Where(i => subject.Truth.MuAmplitudeAt(Recorded.Start + Duration.FromMilliseconds(i)).TotalMicrovolts > 5).ToArray();
        var noise = Spectrum.Density(without, 1000, 13)[16..27].Sum() * 0.5;
        return 10 * Math.Log10(on.Average(i => (with[i] - without[i]) * (with[i] - without[i])) / noise);
    }

    private static string Digest(ulong seed)
    {
        var subject = new VirtualSubject(new SubjectSettings { Seed = seed }, Recorded.Start);
        subject.OnPulse(Recorded.Pulse("cs", 1, 60));
        subject.OnPulse(Recorded.Pulse("ts", 1.005, 60));
        var (eeg, emg) = (new SampleBlock(subject.EegStream, 5000), new SampleBlock(subject.EmgStream, 5000));
        _ = subject.FillEeg(eeg, Recorded.Start + Duration.FromSeconds(2));
        _ = subject.FillEmg(emg, Recorded.Start + Duration.FromSeconds(2));
        return Convert.ToHexString(SHA256.HashData([.. MemoryMarshal.AsBytes(eeg.Values), .. MemoryMarshal.AsBytes(emg.Values)]))[..16];
    }

    private static float[] Cut(int[] sizes)
    {
        var subject = new VirtualSubject(new SubjectSettings { Seed = 9, Electrodes = ["C3", "Cz"] }, Recorded.Start);
        subject.OnPulse(Recorded.Pulse("ts", 0.5, 60));
        var values = new List<float>();
        for (var turn = 0; values.Count < 3000; turn++)
        {
            var block = new SampleBlock(subject.EegStream, sizes[turn % sizes.Length]);
            _ = subject.FillEeg(block, Recorded.Start + Duration.FromMilliseconds(1499));
            values.AddRange(block.Values);
        }

        return [.. values];
    }
}
