using System.Globalization;
using System.Text;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>Writes small EDF and BDF files byte by byte, from the specification and not with the code under test.</summary>
internal sealed class EdfBytes
{
    private readonly List<(string Label, string Unit, string PhysicalMin, string PhysicalMax, string DigitalMin, string DigitalMax, int Samples)> _signals = [];

    public bool IsBdf { get; init; }

    public string Reserved { get; init; } = "";

    public string Duration { get; init; } = "1";

    public string? RecordCount { get; init; }

    public string? HeaderBytes { get; init; }

    /// <summary>The record's annotation bytes; null where there is no annotation signal.</summary>
    public Func<int, string>? Annotations { get; init; }

    public EdfBytes With(
        string label,
        int samples,
        string unit = "uV",
        string physicalMin = "-3276.8",
        string physicalMax = "3276.7",
        string digitalMin = "-32768",
        string digitalMax = "32767")
    {
        _signals.Add((label, unit, physicalMin, physicalMax, digitalMin, digitalMax, samples));
        return this;
    }

    /// <summary>The file, with a value for each (record, signal, sample).</summary>
    public byte[] Build(int records, Func<int, int, int, int> digital)
    {
        const int AnnotationSamples = 40;
        var all = _signals.ToList();
        if (Annotations is not null)
        {
            all.Add((IsBdf ? "BDF Annotations" : "EDF Annotations", "", "-1", "1", "-32768", "32767", AnnotationSamples));
        }

        var output = new MemoryStream();
        WriteHeader(output, all, records);
        for (var record = 0; record < records; record++)
        {
            for (var signal = 0; signal < _signals.Count; signal++)
            {
                for (var sample = 0; sample < _signals[signal].Samples; sample++)
                {
                    WriteSample(output, digital(record, signal, sample));
                }
            }

            if (Annotations is not null)
            {
                var text = new byte[AnnotationSamples * (IsBdf ? 3 : 2)];
                Encoding.UTF8.GetBytes(Annotations(record), text);
                output.Write(text);
            }
        }

        return output.ToArray();
    }

    private void WriteSample(MemoryStream output, int value)
    {
        output.WriteByte(unchecked((byte)value));
        output.WriteByte(unchecked((byte)(value >> 8)));
        if (IsBdf)
        {
            output.WriteByte(unchecked((byte)(value >> 16)));
        }
    }

    private void WriteHeader(
        MemoryStream output,
        List<(string Label, string Unit, string PhysicalMin, string PhysicalMax, string DigitalMin, string DigitalMax, int Samples)> signals,
        int records)
    {
        if (IsBdf)
        {
            output.WriteByte(0xFF);
            Field(output, "BIOSEMI", 7);
        }
        else
        {
            Field(output, "0", 8);
        }

        Field(output, "X X X X", 80);
        Field(output, "Startdate X X X X", 80);
        Field(output, "21.11.26", 8);
        Field(output, "09.30.00", 8);
        Field(output, HeaderBytes ?? Number(256 * (signals.Count + 1)), 8);
        Field(output, Reserved, 44);
        Field(output, RecordCount ?? Number(records), 8);
        Field(output, Duration, 8);
        Field(output, Number(signals.Count), 4);
        signals.ForEach(signal => Field(output, signal.Label, 16));
        signals.ForEach(_ => Field(output, "", 80));
        signals.ForEach(signal => Field(output, signal.Unit, 8));
        signals.ForEach(signal => Field(output, signal.PhysicalMin, 8));
        signals.ForEach(signal => Field(output, signal.PhysicalMax, 8));
        signals.ForEach(signal => Field(output, signal.DigitalMin, 8));
        signals.ForEach(signal => Field(output, signal.DigitalMax, 8));
        signals.ForEach(_ => Field(output, "", 80));
        signals.ForEach(signal => Field(output, Number(signal.Samples), 8));
        signals.ForEach(_ => Field(output, "", 32));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Field(MemoryStream output, string text, int width) => output.Write(Encoding.Latin1.GetBytes(text.PadRight(width)));
}
