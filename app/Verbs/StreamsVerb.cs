using System.CommandLine;
using System.Globalization;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary><c>streams</c>: what LSL offers now.</summary>
internal sealed class StreamsVerb : IVerb
{
    private readonly Option<double> _wait = new("--wait-s")
    {
        Description = "How long to listen for answers, in seconds (0.1 to 60).",
        DefaultValueFactory = _ => 1,
        HelpName = "SECONDS",
    };

    private readonly Option<bool> _machine = new("--this-machine") { Description = "Ask this machine only, not the network." };

    public string Name => "streams";

    public string Summary => "Lists the streams that LSL offers now.";

    public string Example => "closedloop streams --wait-s 2";

    public void Declare(Command command)
    {
        command.Add(_wait);
        command.Add(_machine);
    }

    public int Run(VerbCall call)
    {
        var wait = call.Parsed.GetValue(_wait);
        if (wait is not (>= 0.1 and <= 60))
        {
            throw new RefusedException(Text($"'--wait-s' is {wait}; possible are 0.1 to 60 s."));
        }

        var scope = call.Parsed.GetValue(_machine) ? LslScope.Machine : LslScope.Site;
        var found = LslResolver.Resolve(LslQuery.Any, 0, Duration.FromSeconds(wait), new LslResolverSettings(scope));
        if (found.Fault is { } fault)
        {
            return call.Refuse(fault);
        }

        Show(call, [.. found.Sources.OrderBy(s => s.Info.Name, StringComparer.Ordinal)], wait);
        return 0;
    }

    private static void Show(VerbCall call, IReadOnlyList<LslSource> sources, double wait)
    {
        if (call.Json)
        {
            call.WriteJson(new { WaitedS = wait, Streams = sources.Select(Facts) });
            return;
        }

        call.Say(sources.Count == 0
            ? Text($"No stream answered in {wait} s. ")
                + "Is the sender running, and does the firewall let UDP and TCP ports 16571 to 16604 through?"
            : Html.Count(sources.Count, "stream") + ":");
        foreach (var source in sources)
        {
            var info = source.Info;
            var rate = info.NominalRate.TotalHertz > 0 ? info.NominalRate.ToString() : "irregular";
            var id = info.SourceId.Length > 0 ? $", source id {info.SourceId}" : "";
            call.Say($"  {info.Name} ({info.Type}): {info.ChannelCount} channels of {info.Format}, {rate}, from "
                + $"{source.HostName} at {source.Address}:{source.DataPort}{id}");
        }
    }

    private static object Facts(LslSource source) => new
    {
        source.Info.Name,
        source.Info.Type,
        Channels = source.Info.ChannelCount,
        RateHz = source.Info.NominalRate.TotalHertz,
        source.Info.Format,
        source.Info.SourceId,
        source.HostName,
        Address = source.Address.ToString(),
        source.DataPort,
        source.Uid,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
