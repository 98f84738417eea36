using ClosedLoop.Core;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>Reads the signals of one rate of an EDF or BDF file.</summary>
public sealed class EdfStreamReader : IStreamReader
{
    // A record larger than this is read in pieces, so that memory does not follow the file's idea of a record.
    private const int WindowBytes = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly EdfHeader _header;
    private readonly EdfTimeline _timeline;
    private readonly EdfSignal[] _signals;
    private readonly int _samplesPerRecord;
    private readonly bool _readsWholeRecords;
    private readonly byte[] _window;
    private readonly int _windowCapacity;
    private readonly int[] _offsets;
    private readonly ForwardTime _forward;
    private long _record = -1;
    private int _windowStart;
    private int _windowFrames;
    private int _next;
    private bool _isBroken;

    internal EdfStreamReader(SafeFileHandle file, EdfHeader header, EdfTimeline timeline, EdfSignal[] signals, StreamInfo stream)
    {
        (_file, _header, _timeline, _signals, Stream) = (file, header, timeline, signals, stream);
        _forward = new ForwardTime(stream.NominalRate, isKept: true);
        _samplesPerRecord = signals[0].SamplesPerRecord;
        _readsWholeRecords = header.BytesPerRecord <= WindowBytes;
        var frameBytes = signals.Length * header.BytesPerSample;
        _windowCapacity = _readsWholeRecords ? _samplesPerRecord : Math.Clamp(WindowBytes / frameBytes, 1, _samplesPerRecord);
        _window = new byte[_readsWholeRecords ? header.BytesPerRecord : _windowCapacity * frameBytes];
        _offsets = _readsWholeRecords
            ? [.. signals.Select(signal => (int)signal.OffsetInRecord)]
            : [.. signals.Select((_, index) => index * _windowCapacity * header.BytesPerSample)];
    }

    /// <inheritdoc/>
    public StreamInfo Stream { get; }

    /// <inheritdoc/>
    public int Read(SampleBlock block)
    {
        BlockForStream.Begin(block, Stream);
        while (block.FrameCount < block.Capacity && TryWindow())
        {
            AppendFrames(block, Math.Min(block.Capacity - block.FrameCount, _windowFrames - _next));
        }

        return block.FrameCount;
    }

    /// <summary>
    /// Reads the next frames as the integers that the file stores, frame after frame: what a conversion without loss needs, since
    /// a
    /// <c>float</c> does not hold every 24-bit range with its offset.
    /// </summary>
    /// <param name="digital">Filled with whole frames; its length divided by the channel count is the most that is read.</param>
    /// <returns>Frames read; 0 at the end of the stream.</returns>
    public int ReadDigital(Span<int> digital)
    {
        var channels = _signals.Length;
        var frames = 0;
        while ((frames + 1) * channels <= digital.Length && TryWindow())
        {
            for (var channel = 0; channel < channels; channel++)
            {
                digital[(frames * channels) + channel] = Digital(_offsets[channel], _next);
            }

            _next++;
            frames++;
        }

        return frames;
    }

    private bool TryWindow()
    {
        if (_next < _windowFrames)
        {
            return true;
        }

        var start = _windowStart + _windowFrames;
        if (_record < 0 || start >= _samplesPerRecord)
        {
            if (_record + 1 >= _header.Records)
            {
                return false;
            }

            _record++;
            start = 0;
        }

        Load(start);
        return true;
    }

    private void Load(int start)
    {
        _windowStart = start;
        _windowFrames = Math.Min(_windowCapacity, _samplesPerRecord - start);
        _next = 0;
        _isBroken = start == 0 && _timeline.IsBrokenBefore(_record, _samplesPerRecord);
        var record = _header.RecordStart(_record);
        if (_readsWholeRecords)
        {
            FileBytes.ReadExactly(_file, _window, record);
            return;
        }

        var bytes = _header.BytesPerSample;
        for (var i = 0; i < _signals.Length; i++)
        {
            var from = record + _signals[i].OffsetInRecord + ((long)start * bytes);
            FileBytes.ReadExactly(_file, _window.AsSpan(_offsets[i], _windowFrames * bytes), from);
        }
    }

    private void AppendFrames(SampleBlock block, int frames)
    {
        var first = block.FrameCount;
        var onset = _timeline.RecordOnset(_record);
        for (var i = 0; i < frames; i++)
        {
            var time = onset + _header.NanosecondsInRecord(_windowStart + _next + i, _samplesPerRecord);
            var forward = _forward.Next(_timeline.ToInstant(time));
            block.Append(forward, _forward.Quality | (_isBroken ? SampleQuality.AfterGap : SampleQuality.Good));
            _isBroken = false;
        }

        var values = block.Values[(first * _signals.Length)..];
        for (var channel = 0; channel < _signals.Length; channel++)
        {
            Convert(channel, frames, values[channel..]);
        }

        _next += frames;
    }

    /// <summary>
    /// Converts one channel of the window into every n-th value; the scale is taken apart once, not at each sample.
    /// </summary>
    private void Convert(int channel, int frames, Span<float> values)
    {
        var signal = _signals[channel];
        var (digitalMinimum, physicalMinimum) = (signal.DigitalMinimum, signal.PhysicalMinimum);
        var physicalRange = signal.PhysicalMaximum - signal.PhysicalMinimum;
        var digitalRange = signal.DigitalMaximum - signal.DigitalMinimum;
        var (step, offset) = (_signals.Length, _offsets[channel]);
        for (int i = 0, at = 0; i < frames; i++, at += step)
        {
            var digital = Digital(offset, _next + i);
            values[at] = (float)(((digital - digitalMinimum) * physicalRange / digitalRange) + physicalMinimum);
        }
    }

    private int Digital(int offset, int sample)
    {
        if (_header.BytesPerSample == 2)
        {
            var at = offset + (2 * sample);
            return unchecked((short)(_window[at] | (_window[at + 1] << 8)));
        }

        var from = offset + (3 * sample);
        return (_window[from] | (_window[from + 1] << 8) | (_window[from + 2] << 16)) << 8 >> 8;
    }
}
