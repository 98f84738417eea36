using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>From the model's sections to estimators, in the order of the file; each declares its beliefs on the board.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="board">The beliefs.</param>
/// <param name="conditioned">Gives a stream as it leaves its conditioning; null if it is not conditioned.</param>
internal sealed class ModelWiring(Experiment experiment, BeliefBoard board, Func<string, StreamInfo?> conditioned)
{
    /// <summary>The estimators.</summary>
    public IReadOnlyList<WiredModel> Build() => [.. experiment.Models.Select(Build)];

    private WiredModel Build(ModelSection section) => section switch
    {
        OscillationSection oscillation => Oscillation(oscillation),
        _ => throw new RefusedException($"The model '{section.Name}' is of a kind that cannot be wired yet."),
    };

    private WiredModel Oscillation(OscillationSection section)
    {
        var model = new OscillationModel(section, board, RateOf(section.Stream), Horizon(section), Window(section));
        return new WiredModel
        {
            Name = section.Name,
            Stream = section.Stream,
            Estimator = model,
            Fit = model,
            Oscillation = model,
            Peak = () => model.Peak,
        };
    }

    private Frequency RateOf(string stream) => conditioned(stream)?.NominalRate
        ?? throw new RefusedException($"A model uses the stream '{stream}', which has no section 'conditioning.{stream}'; add one.");

    private Duration Horizon(OscillationSection section) => experiment.Rule.SelfAndInner.OfType<PhaseRule>()
        .FirstOrDefault(rule => rule.Of == section.Name)?.Horizon ?? Duration.FromMilliseconds(20);

    private Duration Window(OscillationSection section) => experiment.Rule.SelfAndInner.OfType<PowerRule>()
        .FirstOrDefault(rule => rule.Of == section.Name)?.Window ?? Duration.FromSeconds(60);
}
