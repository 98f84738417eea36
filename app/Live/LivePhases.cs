using System.Text.Json;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// Says, once a live session is over, what the phase was at each onset of its rule, from the session's own files, and writes <c>phases.tsv</c>.
/// </summary>
/// <remarks>A gap in the recording moves all that follows it: the comparison then ends before the first gap.</remarks>
internal static class LivePhases
{
    private const double LeastSeconds = 10;

    /// <summary>Compares; null where no oscillation was fitted, or too little was recorded.</summary>
    public static PhaseErrors? Compare(string folder)
    {
        using var files = SessionFiles.Open(folder);
        var rule = files.Experiment.Rule.SelfAndInner.OfType<PhaseRule>().FirstOrDefault();
        var fit = files.Inputs.Select(entry => entry.Side).FirstOrDefault(side => side is { Numbers.Count: > 0 } && side.Task == rule?.Of);
        var clock = files.Experiment.StreamIndex(files.Experiment.ClockStream);
        var stream = files.Recording.Streams[clock];
        if (rule is null || fit is null || files.Recording.CountOf(clock) < LeastSeconds * stream.NominalRate.TotalHertz)
        {
            return null;
        }

        var until = FirstGap(files, clock);
        var onsets = Onsets(files).Where(onset => onset < until).ToList();
        var phases = PhaseComparison.At(
            files.Experiment, stream, files.Recording.OpenStream(clock), Frequency.FromHertz(fit.Numbers[0]), onsets, Felt(files));
        File.WriteAllText(Path.Combine(folder, OnsetPhases.FileName), OnsetPhases.Format(onsets, phases, files.Header.Origin()));
        return PhaseErrors.Of(phases, rule.Target.TotalRadians);
    }

    private static IEnumerable<Instant> Onsets(SessionFiles files)
    {
        foreach (var line in files.Decisions)
        {
            using var decision = JsonDocument.Parse(line);
            var isOnset = decision.RootElement.GetProperty("outcome").GetString()
                is nameof(DecisionOutcome.Held) or nameof(DecisionOutcome.Asked) or nameof(DecisionOutcome.FedBack);
            if (isOnset && decision.RootElement.TryGetProperty("at_ns", out var at))
            {
                yield return Instant.FromNanoseconds(at.GetInt64());
            }
        }
    }

    private static StimulusMark[] Felt(SessionFiles files) =>
    [
        .. files.Inputs.Select(entry => entry.Answer)
            .Where(answer => answer.Kind is PulseAnswerKind.Fired or PulseAnswerKind.FiredLate)
            .Select(answer => new StimulusMark(answer.Done, answer.Output, StimulusMarkKind.Fired, answer.Request, answer.Pulse))
            .OrderBy(mark => mark.Time),
    ];

    private static Instant FirstGap(SessionFiles files, int clock)
    {
        var reader = files.Recording.OpenStream(clock);
        var block = new SampleBlock(reader.Stream, 1024);
        var last = Instant.FromNanoseconds(long.MaxValue);
        while (reader.Read(block) > 0)
        {
            var gap = block.Qualities.IndexOfAnyExcept(SampleQuality.Good, SampleQuality.TimeDeduced);
            if (gap > 0)
            {
                return block.Timestamps[gap];
            }

            last = block.Timestamps[^1];
        }

        return last;
    }
}
