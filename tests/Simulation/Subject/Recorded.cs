using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Simulation;

/// <summary>Pulls signals out of a subject.</summary>
internal static class Recorded
{
    internal static Instant Start { get; } = Instant.FromSeconds(1);

    internal static PercentMso Mso(double percent) => PercentMso.FromPercent(percent);

    internal static CoilPulse Pulse(string coil, double seconds, double percent) =>
        new(Start + Duration.FromSeconds(seconds), Mso(percent), PulseSource.Ttl, coil);

    /// <summary>EEG, one array a channel, µV.</summary>
    internal static double[][] Eeg(VirtualSubject subject, double seconds) =>
        Pull(subject.EegStream, seconds, subject.FillEeg);

    /// <summary>EMG, µV.</summary>
    internal static double[] Emg(VirtualSubject subject, double seconds) =>
        Pull(subject.EmgStream, seconds, subject.FillEmg)[0];

    /// <summary>C3 against the mean of its four neighbours.</summary>
    internal static double[] Laplacian(VirtualSubject subject, double[][] eeg)
    {
        double[] Of(string label) => eeg[subject.Settings.Electrodes.ToList().IndexOf(label)];
        var (center, a, b, c, d) = (Of("C3"), Of("FC1"), Of("FC5"), Of("CP1"), Of("CP5"));
        return [.. center.Select((value, i) => value - ((a[i] + b[i] + c[i] + d[i]) / 4))];
    }

    private static double[][] Pull(StreamInfo stream, double seconds, Func<SampleBlock, Instant, int> fill)
    {
        var block = new SampleBlock(stream, 1024);
        var channels = Enumerable.Range(0, stream.ChannelCount).Select(_ => new List<double>()).ToArray();
        while (fill(block, Start + Duration.FromSeconds(seconds)) > 0)
        {
            for (var frame = 0; frame < block.FrameCount; frame++)
            {
                for (var channel = 0; channel < channels.Length; channel++)
                {
                    channels[channel].Add(block.Frame(frame)[channel]);
                }
            }

            block.Poison();
        }

        return [.. channels.Select(values => values.ToArray())];
    }
}
