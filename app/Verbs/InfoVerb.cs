using System.CommandLine;
using System.Globalization;
using ClosedLoop.Acquisition;

namespace ClosedLoop.App;

/// <summary><c>info</c>: what is in a recording, and what is wrong with it.</summary>
internal sealed class InfoVerb : IVerb
{
    private const int MarkersShown = 10;
    private readonly Argument<string> _file = new("RECORDING") { Description = "The recording." };

    public string Name => "info";

    public string Summary => "Shows what is in a recording, and what is wrong with it.";

    public string Example => "closedloop info replay-data/mu-trigger/Subject25_1.edf";

    public void Declare(Command command) => command.Add(_file);

    public int Run(VerbCall call)
    {
        var path = call.Parsed.GetValue(_file)!;
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new RefusedException($"There is no recording '{path}'; check the path.");
        }

        try
        {
            using var reader = RecordingFormats.Open(path);
            if (reader.Info.Streams.Count == 0 && reader.Info.EndsEarly)
            {
                return call.Refuse($"'{path}' breaks off before its first stream, {reader.Info.Warnings[0]}");
            }

            Show(call, path, reader.Info);
            return 0;
        }
        catch (RecordingFormatException e)
        {
            return call.Refuse(e.Message);
        }
    }

    private static void Show(VerbCall call, string path, RecordingInfo info)
    {
        if (call.Json)
        {
            call.Out.WriteLine(info.ToJson());
            return;
        }

        call.Say($"{path}: {info.Format}{(info.StartedAt.Length > 0 ? $", started {info.StartedAt}" : "")}");
        foreach (var stream in info.Streams)
        {
            Stream(call, stream);
        }

        Markers(call, info.Markers);
        List(call, "gaps", [.. info.Gaps.Select(Gap)]);
        List(call, "warnings", [.. info.Warnings.Select(w => w.ToString())]);
    }

    private static void Stream(VerbCall call, RecordedStream stream)
    {
        var info = stream.Stream;
        var rate = info.NominalRate.TotalHertz > 0
            ? Text($"{info.NominalRate.TotalHertz:0.###} Hz (measured {stream.EffectiveRate.TotalHertz:0.###} Hz)")
            : "irregular";
        call.Say("");
        call.Say(Text($"stream {stream.Id}: {info.Name} ({info.Type}), {rate}, {stream.Samples} samples of {info.Format}"));
        if (double.IsFinite(stream.FirstSeconds) && stream.Samples > 0)
        {
            var length = stream.LastSeconds - stream.FirstSeconds;
            var segments = Html.Count(stream.Segments.Count, "segment");
            call.Say(Text($"  {stream.FirstSeconds:0.000} s to {stream.LastSeconds:0.000} s: {length:0.000} s in {segments}"));
        }

        if (info.IsText)
        {
            return;
        }

        var units = info.Channels.Select(c => c.Unit.Length > 0 ? c.Unit : "unit unknown").Distinct();
        call.Say($"  {info.ChannelCount} channels in {string.Join(", ", units)}: "
            + $"{string.Join(", ", info.Channels.Select(c => c.Label.Length > 0 ? c.Label : "?"))}");
    }

    private static void Markers(VerbCall call, IReadOnlyList<RecordedMarker> markers)
    {
        var kinds = markers.GroupBy(m => m.Marker.Text).OrderByDescending(g => g.Count()).ToList();
        var shown = kinds.Take(MarkersShown).Select(g => Text($"{g.Count()} × {g.Key}"));
        List(call, "kinds of marker", [.. shown, .. Rest(kinds.Count)]);
    }

    private static string Gap(RecordingGap gap) =>
        Text($"stream {gap.StreamId}, before sample {gap.BeforeFrame}: {(gap.To - gap.From).TotalSeconds:0.###} s");

    private static string[] Rest(int kinds) => kinds > MarkersShown ? [$"and {kinds - MarkersShown} more"] : [];

    private static void List(VerbCall call, string what, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        call.Say("");
        call.Say($"{what}:");
        foreach (var line in lines)
        {
            call.Say("  " + line);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
