using ClosedLoop.Core;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

/// <summary>Streams as recordings describe them.</summary>
internal static class Montages
{
    /// <summary>The 10-20 system as in a clinical file of 2006: older names, a word before each.</summary>
    public static readonly string[] TenTwenty =
    [
        "EEG Fp1", "EEG Fp2", "EEG F3", "EEG F4", "EEG F7", "EEG F8", "EEG T3", "EEG T4", "EEG C3", "EEG C4", "EEG T5", "EEG T6",
        "EEG P3", "EEG P4", "EEG O1", "EEG O2", "EEG Fz", "EEG Cz", "EEG Pz", "EEG A2-A1", "ECG ECG",
    ];

    /// <summary>Motor electrodes of a 64-channel cap as a file of 2000 labels them, dots filling up to four letters.</summary>
    public static readonly string[] Dotted =
    [
        "Fc5.", "Fc3.", "Fc1.", "Fcz.", "Fc2.", "Fc4.", "Fc6.", "C5..", "C3..", "C1..", "Cz..", "C2..", "C4..", "C6..",
        "Cp5.", "Cp3.", "Cp1.", "Cpz.", "Cp2.", "Cp4.", "Cp6.",
    ];

    public static StreamInfo Stream(IEnumerable<string> labels, double hertz = 1000, string unit = "uV") => new(
        "EEG",
        "EEG",
        Frequency.FromHertz(hertz),
        ChannelFormat.Float32,
        [.. labels.Select(label => new ChannelInfo(label, unit, "EEG"))]);

    public static SampleBlock Block(StreamInfo stream, params float[][] frames)
    {
        var block = new SampleBlock(stream, Math.Max(1, frames.Length));
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i].CopyTo(block.Append(Instant.FromSeconds(1 + (i * 0.001)), SampleQuality.Good));
        }

        return block;
    }
}
