using System.Globalization;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>What one time says about another: intervals, ages, rates, trials.</summary>
internal static class TimingChecks
{
    public static void Run(Experiment experiment, Mistakes mistakes)
    {
        Ages(experiment, mistakes);
        Bands(experiment, mistakes);
        Phases(experiment, mistakes);
        Windows(experiment, mistakes);
        if (experiment.Protocol is { } protocol)
        {
            Trials(experiment, protocol, mistakes);
            Together(experiment, protocol, mistakes);
        }
    }

    private static void Ages(Experiment experiment, Mistakes mistakes)
    {
        var clock = experiment.Streams[experiment.StreamIndex(experiment.ClockStream)];
        if (clock.TransportDelay >= experiment.MaxAge)
        {
            mistakes.AddAt(
                $"streams.{clock.Name}.transport_delay_ms",
                $"Frames of '{clock.Name}' come in {clock.TransportDelay} after their timestamps, and 'max_age_ms' is "
                    + $"{experiment.MaxAge}: every decision would be too old. Raise 'max_age_ms' (at most 100) or shorten "
                    + $"the way.");
        }
    }

    private static void Bands(Experiment experiment, Mistakes mistakes)
    {
        foreach (var conditioning in experiment.Conditioning.Where(c => c.ModelRate is not null))
        {
            var nyquist = conditioning.ModelRate!.Value.TotalHertz / 2;
            if (conditioning.Band is var (_, high) && high.TotalHertz >= nyquist)
            {
                mistakes.AddAt($"conditioning.{conditioning.Stream}.band_hz", string.Create(CultureInfo.InvariantCulture,
                    $"The band ends at {high}, and a model rate of {conditioning.ModelRate} holds only what is below "
                        + $"{nyquist} Hz; lower the edge or raise 'model_rate_hz'."));
            }
        }

        foreach (var oscillation in experiment.Models.OfType<OscillationSection>())
        {
            var rate = experiment.Conditioning.First(c => c.Stream == oscillation.Stream).ModelRate;
            if (rate is { } r && oscillation.High.TotalHertz >= r.TotalHertz / 4)
            {
                mistakes.AddAt($"model.{oscillation.Name}.band_hz", $"A rhythm up to {oscillation.High} needs a model rate "
                    + $"of more than four times that; 'conditioning.{oscillation.Stream}.model_rate_hz' is {r}.");
            }
        }
    }

    private static void Phases(Experiment experiment, Mistakes mistakes)
    {
        var second = experiment.Rule.SelfAndInner.OfType<PhaseRule>().Skip(1).FirstOrDefault();
        if (second is not null && experiment.Action is StimulateAction)
        {
            mistakes.AddAt(second.Path, "A second 'phase' stands here; one phase sets the instant of the pulse, so a rule "
                + "that stimulates has one: remove this one.");
        }
    }

    private static void Windows(Experiment experiment, Mistakes mistakes)
    {
        foreach (var powers in experiment.Rule.SelfAndInner.OfType<PowerRule>().GroupBy(p => p.Of))
        {
            if (powers.FirstOrDefault(p => p.Window != powers.First().Window) is { } other)
            {
                mistakes.AddAt(other.Path + ".window_s", $"'window_s' is {other.Window} here and {powers.First().Window} in "
                    + $"another 'power' of '{powers.Key}'; an oscillation keeps one window: write the same in both.");
            }
        }
    }

    private static void Trials(Experiment experiment, ProtocolSection protocol, Mistakes mistakes)
    {
        if (protocol.IsRandom && experiment.Seed is null)
        {
            mistakes.AddAt("protocol", "The protocol is randomised ('randomisation' or 'jitter_percent'), and the "
                + "experiment has no 'seed'; add one, e.g. 'seed: 1', so that it can be repeated.");
        }

        var block = protocol.Randomisation == TrialOrder.BlocksOf4 ? 4 : protocol.Conditions.Count;
        if (protocol.Trials % block != 0)
        {
            var nearest = Math.Max(block, protocol.Trials / block * block);
            mistakes.AddAt("protocol.trials", $"'trials' is {protocol.Trials}; with these conditions and this randomisation "
                + $"possible are multiples of {block}, e.g. {nearest}.");
        }

        if (protocol is CbiProtocol cbi && cbi.Isi >= cbi.ShortestInterval)
        {
            mistakes.AddAt("protocol.isi_ms", $"'isi_ms' is {cbi.Isi}, and the shortest interval between trials is "
                + $"{cbi.ShortestInterval}; the ISI must be shorter.");
        }
    }

    private static void Together(Experiment experiment, ProtocolSection protocol, Mistakes mistakes)
    {
        if (protocol is not CbiProtocol cbi || cbi.Isi >= Duration.FromMilliseconds(100) || experiment.HostTiming)
        {
            return;
        }

        var cs = experiment.Outputs[experiment.OutputIndex(cbi.Conditioning)];
        var ts = experiment.Outputs[experiment.OutputIndex(cbi.Test)];
        var trigger = experiment.Triggers.First(t => t.Name == cs.Trigger);
        if (cs.Trigger != ts.Trigger || !trigger.IsDeviceTimed)
        {
            mistakes.AddAt("protocol.isi_ms", $"'{cs.Name}' and '{ts.Name}' fire {cbi.Isi} apart, but not from one "
                + $"device-timed trigger, so the host would time the pair (spread up to 1 ms on a serial line). Wire both "
                + $"to one trigger, or say 'timing: host', which every report then states.");
        }
    }
}
