namespace ClosedLoop.Model;

/// <summary>
/// Gives a model its own past as context: the last values that it was taught, newest first, as on a tapped delay line. A missing value stands
/// as 0 there, the mean of a standardised feature.
/// </summary>
public sealed class TappedDelayModel : ICerebellarModel
{
    private readonly ICerebellarModel _inner;
    private readonly double[] _taps;

    /// <summary>Wraps a model with one output.</summary>
    /// <param name="inner">The model; the length of its context is the number of taps.</param>
    /// <exception cref="ArgumentException">The model has several outputs or no context.</exception>
    public TappedDelayModel(ICerebellarModel inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.OutputSize != 1 || inner.ContextSize < 1)
        {
            throw new ArgumentException("A delay line feeds a model with a context and one output.", nameof(inner));
        }

        _inner = inner;
        _taps = new double[inner.ContextSize];
    }

    /// <inheritdoc/>
    public int ContextSize => 0;

    /// <inheritdoc/>
    public int OutputSize => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => _inner.StateNames;

    /// <inheritdoc/>
    public ReadOnlySpan<double> State => _inner.State;

    /// <inheritdoc/>
    public int SnapshotBytes => _inner.SnapshotBytes + (_taps.Length * sizeof(double));

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> context, Span<double> prediction, Span<double> variance)
    {
        if (context.Length != 0)
        {
            throw new ArgumentException("The model is its own context; it takes none.", nameof(context));
        }

        _inner.Predict(_taps, prediction, variance);
    }

    /// <inheritdoc/>
    public void Teach(ReadOnlySpan<double> observed)
    {
        _inner.Teach(observed);
        _taps.AsSpan(0, _taps.Length - 1).CopyTo(_taps.AsSpan(1));
        _taps[0] = double.IsNaN(observed[0]) ? 0 : observed[0];
    }

    /// <inheritdoc/>
    public void Snapshot(Span<byte> destination)
    {
        _inner.Snapshot(destination[.._inner.SnapshotBytes]);
        for (var tap = 0; tap < _taps.Length; tap++)
        {
            var bytes = destination[(_inner.SnapshotBytes + (tap * sizeof(double)))..];
            System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(bytes, _taps[tap]);
        }
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> source)
    {
        if (source.Length != SnapshotBytes)
        {
            throw new ArgumentException($"A snapshot of this model has {SnapshotBytes} bytes, not {source.Length}.", nameof(source));
        }

        _inner.Restore(source[.._inner.SnapshotBytes]);
        for (var tap = 0; tap < _taps.Length; tap++)
        {
            _taps[tap] = System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(
                source[(_inner.SnapshotBytes + (tap * sizeof(double)))..]);
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _inner.Reset();
        _taps.AsSpan().Clear();
    }
}
