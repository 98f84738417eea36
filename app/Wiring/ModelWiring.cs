using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>From the model's sections to estimators, in the order of the file; each declares its beliefs on the board.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="board">The beliefs.</param>
/// <param name="conditioned">Gives a stream as it leaves its conditioning; null if it is not conditioned.</param>
internal sealed class ModelWiring(Experiment experiment, BeliefBoard board, Func<string, StreamInfo?> conditioned)
{
    /// <summary>How many past values the adaptive filter sees: half a second at its interval of 50 ms.</summary>
    private const int Taps = 10;

    /// <summary>The estimators.</summary>
    public IReadOnlyList<WiredModel> Build() => [.. experiment.Models.Select(Build)];

    private WiredModel Build(ModelSection section) => section switch
    {
        OscillationSection oscillation => Oscillation(oscillation),
        ForwardSection forward => Feature(forward.Name, forward.Feature, null),
        AdaptiveFilterSection filter => Feature(
            filter.Name, filter.Feature, new TappedDelayModel(new AdaptiveFilter(new AdaptiveFilterOptions(Taps)))),
        MepSection mep => Mep(mep),
        CbiSection cbi => Cbi(cbi),
        _ => throw new RefusedException($"There is no model of the kind '{section.GetType().Name}'."),
    };

    private WiredModel Feature(string name, string feature, ICerebellarModel? model) => new()
    {
        Name = name,
        Estimator = new FeatureModel(name, feature, board, RateOf(experiment.ClockStream), model),
    };

    private WiredModel Mep(MepSection section)
    {
        var motor = experiment.Outputs.Index()
            .Where(output => output.Item.Target == Safety.StimulusTarget.Motor).Select(output => output.Index);
        var model = new MepModel(section, board, RateOf(section.Stream), motor.DefaultIfEmpty(-1).First());
        return new WiredModel { Name = section.Name, Stream = section.Stream, Estimator = model, Marks = model, Meps = model };
    }

    private WiredModel Cbi(CbiSection section)
    {
        var model = new CbiModel(section, board);
        return new WiredModel { Name = section.Name, Learner = model, Cbi = () => model.Reading };
    }

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
