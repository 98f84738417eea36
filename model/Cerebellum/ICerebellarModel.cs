namespace ClosedLoop.Model;

/// <summary>
/// The seam for models of the cerebellum: a context comes in (mossy fibres), a prediction with its variance goes out (nuclei),
/// then the truth comes in (climbing fibres) and the model learns from the difference, <c>error = observed − predicted</c>.
/// </summary>
/// <remarks>
/// One step is <see cref="Predict"/>, then <see cref="Teach"/>. A step whose truth is missing is taught NaN: nothing is corrected
/// and nothing learnt. Deterministic; nothing allocates after construction; one thread.
/// </remarks>
public interface ICerebellarModel
{
    /// <summary>Length of the context vector, 0 or more.</summary>
    int ContextSize { get; }

    /// <summary>Length of the prediction and of the teaching signal, 1 or more.</summary>
    int OutputSize { get; }

    /// <summary>What each number of <see cref="State"/> is, in order.</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>
    /// Everything that the model remembers and a reader may want to see; the model's own storage, changed by the next step.
    /// </summary>
    ReadOnlySpan<double> State { get; }

    /// <summary>Size of a snapshot, bytes.</summary>
    int SnapshotBytes { get; }

    /// <summary>Predicts the next outputs from a context.</summary>
    /// <param name="context">The context, <see cref="ContextSize"/> finite numbers.</param>
    /// <param name="prediction">Where the predictions go, <see cref="OutputSize"/> numbers.</param>
    /// <param name="variance">Where their variances go: that of observed minus predicted under the model, above 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Predict(ReadOnlySpan<double> context, Span<double> prediction, Span<double> variance);

    /// <summary>Tells what the outputs of the last prediction turned out to be; NaN where that is not known.</summary>
    /// <param name="observed">The teaching signal, <see cref="OutputSize"/> numbers.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    void Teach(ReadOnlySpan<double> observed);

    /// <summary>Writes everything that the next step depends on, little-endian.</summary>
    /// <param name="destination">At least <see cref="SnapshotBytes"/> bytes.</param>
    void Snapshot(Span<byte> destination);

    /// <summary>Takes up what <see cref="Snapshot"/> of a model with the same settings wrote.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="SnapshotBytes"/>.</exception>
    void Restore(ReadOnlySpan<byte> source);

    /// <summary>Back to the state after construction.</summary>
    void Reset();
}
