using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Everything that <see cref="KalmanOscillator"/> knows beforehand: a rhythm, what lies beside it, and white noise. Plain numbers
/// that do not depend on the sampling rate, so that a fit can be recorded as an input and applied again in a replay.
/// </summary>
/// <param name="PeakHz">Centre frequency of the rhythm, Hz.</param>
/// <param name="BandwidthHz">Width of its spectral peak at half power, Hz; its memory is 1/(π × width) seconds.</param>
/// <param name="RmsMicrovolts">Its root mean square, µV.</param>
/// <param name="NoiseMicrovoltsPerRootHertz">
/// White noise as a density, µV/√Hz (one-sided): in a sample it has the variance density² × rate / 2.
/// </param>
/// <param name="Background">What else is in the signal, at most <see cref="MaximumBackground"/> components.</param>
/// <param name="WidthScale">
/// Factor on the posterior variance before it becomes a concentration; 1 trusts the model, a fit sets what the errors on the
/// calibration segment showed. Above 0.
/// </param>
public sealed record OscillationParameters(
    double PeakHz,
    double BandwidthHz,
    double RmsMicrovolts,
    double NoiseMicrovoltsPerRootHertz,
    IReadOnlyList<BackgroundComponent> Background,
    double WidthScale = 1)
{
    /// <summary>The most background components that a model may have.</summary>
    public const int MaximumBackground = 8;

    private const int FixedNumbers = 5;
    private const int NumbersEach = 3;

    /// <summary>
    /// What to use before anybody has calibrated: a rhythm of 10 µV and 1 Hz width over noise that falls with 1/f.
    /// </summary>
    public static OscillationParameters Typical(Frequency peak) => new(
        peak.TotalHertz, 1, 10, 0.05, [new(0, 0.5, 10), new(0, 4, 7), new(0, 32, 5), new(20, 8, 3)]);

    /// <summary>How many doubles <see cref="ToNumbers"/> gives.</summary>
    public int NumberCount => FixedNumbers + (NumbersEach * Background.Count);

    /// <summary>The parameters as a list of numbers, for the record of inputs; allocates.</summary>
    public double[] ToNumbers()
    {
        var numbers = new double[NumberCount];
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]) =
            (PeakHz, BandwidthHz, RmsMicrovolts, NoiseMicrovoltsPerRootHertz, WidthScale);
        for (var i = 0; i < Background.Count; i++)
        {
            var at = FixedNumbers + (NumbersEach * i);
            (numbers[at], numbers[at + 1], numbers[at + 2]) =
                (Background[i].CentreHz, Background[i].BandwidthHz, Background[i].RmsMicrovolts);
        }

        return numbers;
    }

    /// <summary>The parameters that <see cref="ToNumbers"/> wrote.</summary>
    /// <exception cref="ArgumentException">The list is not of such a length, or <see cref="Validate"/> refuses it.</exception>
    public static OscillationParameters FromNumbers(ReadOnlySpan<double> numbers)
    {
        if (numbers.Length < FixedNumbers || (numbers.Length - FixedNumbers) % NumbersEach != 0)
        {
            throw new ArgumentException(
                $"An oscillation has {FixedNumbers} numbers and {NumbersEach} for each background component, not {numbers.Length}.",
                nameof(numbers));
        }

        var background = new BackgroundComponent[(numbers.Length - FixedNumbers) / NumbersEach];
        for (var i = 0; i < background.Length; i++)
        {
            var at = FixedNumbers + (NumbersEach * i);
            background[i] = new(numbers[at], numbers[at + 1], numbers[at + 2]);
        }

        var parameters = new OscillationParameters(numbers[0], numbers[1], numbers[2], numbers[3], background, numbers[4]);
        parameters.Validate();
        return parameters;
    }

    /// <summary>Refuses what no filter can be made of.</summary>
    /// <exception cref="ArgumentException">A number is not finite or out of its range; the message names it.</exception>
    public void Validate()
    {
        Positive(PeakHz, nameof(PeakHz));
        Positive(BandwidthHz, nameof(BandwidthHz));
        Positive(RmsMicrovolts, nameof(RmsMicrovolts));
        Positive(NoiseMicrovoltsPerRootHertz, nameof(NoiseMicrovoltsPerRootHertz));
        Positive(WidthScale, nameof(WidthScale));
        if (Background.Count > MaximumBackground)
        {
            throw new ArgumentException($"At most {MaximumBackground} background components, not {Background.Count}.", nameof(Background));
        }

        foreach (var component in Background)
        {
            Positive(component.BandwidthHz, nameof(component.BandwidthHz));
            Positive(1 + component.CentreHz, nameof(component.CentreHz));
            Positive(1 + component.RmsMicrovolts, nameof(component.RmsMicrovolts));
        }
    }

    private static void Positive(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new ArgumentException($"The oscillation's {name} must be a finite number above its least value, not {value}.", name);
        }
    }
}
