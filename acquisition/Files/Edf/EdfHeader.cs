namespace ClosedLoop.Acquisition;

/// <summary>The header of an EDF or BDF file, with what the file's length says about it.</summary>
internal sealed record EdfHeader
{
    /// <summary>The format's name with its variant, e.g. <c>EDF+D</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Date and time of the start as written.</summary>
    public required string StartedAt { get; init; }

    public required IReadOnlyList<EdfSignal> Signals { get; init; }

    /// <summary>2 in EDF, 3 in BDF.</summary>
    public required int BytesPerSample { get; init; }

    /// <summary>True if records may be apart in time, each with its own onset.</summary>
    public required bool IsDiscontinuous { get; init; }

    /// <summary>Where the first data record begins.</summary>
    public required long DataStart { get; init; }

    public required long BytesPerRecord { get; init; }

    /// <summary>Whole records in the file that belong to the recording.</summary>
    public required long Records { get; init; }

    public required long RecordNanoseconds { get; init; }

    public long RecordStart(long record) => DataStart + (record * BytesPerRecord);

    /// <summary>
    /// The time of a sample within its record, to the nearest nanosecond; computed from integers, so nothing accumulates.
    /// </summary>
    /// <remarks>The wide division is 30 times slower, so it is left to records for which 64 bits are too few.</remarks>
    public long NanosecondsInRecord(long sample, int samplesPerRecord) => RecordNanoseconds < (1L << 61) / samplesPerRecord
        ? ((sample * RecordNanoseconds * 2) + samplesPerRecord) / (2 * (long)samplesPerRecord)
        : (long)((((Int128)sample * RecordNanoseconds * 2) + samplesPerRecord) / (2 * (long)samplesPerRecord));
}
