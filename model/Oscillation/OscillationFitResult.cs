using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// What a calibration found. All of it goes into the record of inputs; <see cref="Parameters"/> is what the loop applies.
/// </summary>
/// <param name="Parameters">The model, for <see cref="KalmanOscillator.Apply"/>.</param>
/// <param name="Peak">Where the spectrum peaks.</param>
/// <param name="SignalToNoiseDb">Height of the peak above the 1/f line, dB.</param>
/// <param name="ExpectedCircularSd">
/// Circular standard deviation of the forecasts on the calibration segment, against zero-phase filters, in the half of it with
/// the larger estimated amplitude.
/// </param>
/// <param name="Usable">Share of the segment's samples that were good, 0 to 1.</param>
/// <param name="Warning">One sentence for the operator where the rhythm is too weak to aim at; empty otherwise.</param>
public sealed record OscillationFitResult(
    OscillationParameters Parameters,
    Frequency Peak,
    double SignalToNoiseDb,
    Phase ExpectedCircularSd,
    double Usable,
    string Warning);
