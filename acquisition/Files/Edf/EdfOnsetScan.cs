using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>Goes through all records of an EDF+ file and reads their annotation signals only.</summary>
internal sealed class EdfOnsetScan(
    SafeFileHandle file,
    EdfHeader header,
    EdfSignal[] signals,
    EdfAnnotationParser parser,
    WarningList warnings)
{
    private bool _hasWarnedOfDrift;

    /// <summary>
    /// The onset of each record in nanoseconds; where a record does not state it, it follows from the record before.
    /// </summary>
    public long[] ReadOnsets()
    {
        var onsets = new long[header.IsDiscontinuous ? header.Records : 1];
        var expected = 0L;
        for (var record = 0L; record < header.Records; record++)
        {
            var stated = ReadRecord(record);
            var onset = Settle(record, stated, expected);
            if (record == 0 || header.IsDiscontinuous)
            {
                onsets[record] = onset;
            }

            expected = onset + header.RecordNanoseconds;
        }

        return onsets;
    }

    private long Settle(long record, long? stated, long expected)
    {
        if (stated is null)
        {
            if (header.IsDiscontinuous)
            {
                warnings.Add(
                    header.RecordStart(record),
                    $"Record {record + 1} does not say when it begins; it is taken to follow the one before.");
            }

            return expected;
        }

        if (record == 0)
        {
            return stated.Value;
        }

        WarnOfDrift(record, stated.Value - expected);
        return header.IsDiscontinuous ? stated.Value : expected;
    }

    private void WarnOfDrift(long record, long off)
    {
        var goesBack = off < -(header.RecordNanoseconds / 2);
        var isBroken = !header.IsDiscontinuous && Math.Abs(off) > HalfSample();
        if ((goesBack || isBroken) && !_hasWarnedOfDrift)
        {
            _hasWarnedOfDrift = true;
            warnings.Add(
                header.RecordStart(record),
                header.IsDiscontinuous
                    ? $"Record {record + 1} begins before the one before it ends."
                    : $"Record {record + 1} says that it begins {off / 1_000_000} ms off the one before, yet the file calls itself "
                        + "continuous; it is read as continuous.");
        }
    }

    private long HalfSample()
    {
        var ordinary = header.Signals.Where(signal => !signal.IsAnnotations);
        var most = ordinary.Select(signal => signal.SamplesPerRecord).DefaultIfEmpty(1).Max();
        return header.RecordNanoseconds / (2L * Math.Max(1, most));
    }

    private long? ReadRecord(long record)
    {
        long? onset = null;
        foreach (var signal in signals)
        {
            var position = header.RecordStart(record) + signal.OffsetInRecord;
            var bytes = new byte[signal.SamplesPerRecord * header.BytesPerSample];
            FileBytes.ReadExactly(file, bytes, position);
            var first = parser.Parse(bytes, position);
            onset = ReferenceEquals(signal, signals[0]) ? first : onset;
        }

        return onset;
    }
}
