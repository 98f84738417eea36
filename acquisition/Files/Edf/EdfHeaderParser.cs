using System.Globalization;
using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>Parses the fixed-width ASCII header: 256 bytes, then 256 a signal, field by field over all signals.</summary>
internal sealed class EdfHeaderParser(string path, byte[] bytes, long fileLength, WarningList warnings)
{
    public const int MainBytes = 256;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long CenturyNanoseconds = 100L * 366 * 86_400 * NanosecondsPerSecond;

    private readonly bool _isBdf = EdfFormat.IsBdf(bytes);

    /// <summary>How many bytes the whole header takes, read from its first 256.</summary>
    public static int TotalBytes(string path, ReadOnlySpan<byte> main, long fileLength)
    {
        if (main.Length < MainBytes
            || !int.TryParse(Text(main.Slice(252, 4)), NumberStyles.Integer, CultureInfo.InvariantCulture, out var signals)
            || signals < 1)
        {
            throw Broken(path, "its header does not say how many signals it has");
        }

        var total = MainBytes * (signals + 1);
        return total <= fileLength ? total : throw Broken(path, $"it ends within the header of its {signals} signals");
    }

    public EdfHeader Parse()
    {
        var bytesPerSample = _isBdf ? 3 : 2;
        var signals = ParseSignals(bytesPerSample);
        var bytesPerRecord = signals.Sum(signal => (long)signal.SamplesPerRecord * bytesPerSample);
        var duration = ParseDuration();
        var records = CountRecords(bytesPerRecord);
        if (duration > 0 && records > CenturyNanoseconds / duration)
        {
            throw Broken(path, "its records together would last more than a century");
        }

        var reserved = Field(192, 44);
        return new EdfHeader
        {
            Format = FormatName(reserved),
            StartedAt = $"{Field(168, 8)} {Field(176, 8)}",
            Signals = signals,
            BytesPerSample = bytesPerSample,
            IsDiscontinuous = reserved.StartsWith(_isBdf ? "BDF+D" : "EDF+D", StringComparison.Ordinal),
            DataStart = bytes.Length,
            BytesPerRecord = bytesPerRecord,
            Records = records,
            RecordNanoseconds = duration,
        };
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.Latin1.GetString(field).Trim(' ', '\0');

    private static RecordingFormatException Broken(string path, string why) =>
        new($"'{path}' begins like an EDF file and cannot be read as one: {why}.");

    private string FormatName(string reserved)
    {
        var name = _isBdf ? "BDF" : "EDF";
        return reserved.StartsWith(name + "+C", StringComparison.Ordinal) ? name + "+C"
            : reserved.StartsWith(name + "+D", StringComparison.Ordinal) ? name + "+D"
            : name;
    }

    private List<EdfSignal> ParseSignals(int bytesPerSample)
    {
        var count = (bytes.Length / MainBytes) - 1;
        var signals = new List<EdfSignal>(count);
        var offset = 0L;
        for (var i = 0; i < count; i++)
        {
            var signal = Scaled(ParseSignal(i, count, offset), MainBytes + (104 * count) + (8 * i));
            offset += (long)signal.SamplesPerRecord * bytesPerSample;
            signals.Add(signal);
        }

        return signals;
    }

    private EdfSignal ParseSignal(int index, int count, long offset)
    {
        // Each field stands for all signals before the next field begins; the numbers are the widths of the fields so far.
        int At(int widthsBefore, int width) => MainBytes + (widthsBefore * count) + (width * index);
        var samplesAt = At(216, 8);
        if (!int.TryParse(Field(samplesAt, 8), NumberStyles.Integer, CultureInfo.InvariantCulture, out var samples) || samples < 0)
        {
            throw Broken(path, $"the samples per record of signal {index + 1} at byte {samplesAt} are '{Field(samplesAt, 8)}'");
        }

        return new EdfSignal
        {
            Label = Field(At(0, 16), 16),
            Unit = Field(At(96, 8), 8),
            PhysicalMinimum = Number(At(104, 8)),
            PhysicalMaximum = Number(At(112, 8)),
            DigitalMinimum = Number(At(120, 8)),
            DigitalMaximum = Number(At(128, 8)),
            SamplesPerRecord = samples,
            OffsetInRecord = offset,
        };
    }

    /// <summary>
    /// A signal without a usable scale is read as stored integers without a unit, so that nobody takes them for microvolts.
    /// </summary>
    private EdfSignal Scaled(EdfSignal signal, long position)
    {
        var digital = signal.DigitalMaximum - signal.DigitalMinimum;
        var physical = signal.PhysicalMaximum - signal.PhysicalMinimum;
        if (signal.IsAnnotations || (double.IsFinite(digital) && double.IsFinite(physical) && digital != 0 && physical != 0))
        {
            return signal;
        }

        warnings.Add(
            position,
            $"The limits of signal '{signal.Label}' give no scale; its values are the stored integers, without a unit.");
        return signal with { Unit = "", PhysicalMinimum = 0, PhysicalMaximum = 1, DigitalMinimum = 0, DigitalMaximum = 1 };
    }

    private long ParseDuration()
    {
        const int At = 244;
        if (!TryDecimal(Field(At, 8), out var seconds) || seconds < 0)
        {
            throw Broken(path, $"the duration of a record at byte {At} is '{Field(At, 8)}'");
        }

        return (long)decimal.Round(seconds * NanosecondsPerSecond);
    }

    private long CountRecords(long bytesPerRecord)
    {
        const int At = 236;
        if (!long.TryParse(Field(At, 8), NumberStyles.Integer, CultureInfo.InvariantCulture, out var stated))
        {
            warnings.Add(At, $"The number of records is '{Field(At, 8)}'; the file's length gives it.");
            stated = -1;
        }

        var present = bytesPerRecord > 0 ? (fileLength - bytes.Length) / bytesPerRecord : 0;
        var rest = fileLength - bytes.Length - (present * bytesPerRecord);
        WarnOfHeaderBytes();
        if (stated < 0)
        {
            warnings.Add(At, $"The header leaves the number of records open; the file holds {present} whole ones.");
            WarnOfRest(rest);
            return present;
        }

        if (stated > present)
        {
            warnings.AddEnd(fileLength, $"The file ends early: {stated} records are announced, {present} are whole and are kept.");
        }
        else if (stated < present || rest > 0)
        {
            warnings.Add(
                bytes.Length + (stated * bytesPerRecord),
                "The file goes on after its last announced record; the rest is left out.");
        }

        return Math.Min(stated, present);
    }

    private void WarnOfRest(long rest)
    {
        if (rest > 0)
        {
            warnings.AddEnd(fileLength - rest, $"The last record is cut short; its {rest} bytes are left out.");
        }
    }

    private void WarnOfHeaderBytes()
    {
        const int At = 184;
        if (Field(At, 8) != bytes.Length.ToString(CultureInfo.InvariantCulture))
        {
            warnings.Add(
                At,
                $"The header says that it takes '{Field(At, 8)}' bytes; its signals make it {bytes.Length}, which is used.");
        }
    }

    private string Field(int at, int width) => Text(bytes.AsSpan(at, width));

    private double Number(int at)
    {
        var text = Field(at, 8);
        if (text.Contains(',', StringComparison.Ordinal))
        {
            warnings.Add(at, $"The number '{text}' has a comma, read as a decimal point.");
            text = text.Replace(',', '.');
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
    }

    private static bool TryDecimal(string text, out decimal value) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
