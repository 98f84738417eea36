using System.CommandLine;

namespace ClosedLoop.App;

/// <summary><c>report</c>: one session as one HTML file.</summary>
internal sealed class ReportVerb : IVerb
{
    private readonly Argument<string> _session = new("SESSION") { Description = "The session's folder." };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write instead of SESSION/report.html.",
        HelpName = "FILE",
    };

    public string Name => "report";

    public string Summary => "Writes one self-contained HTML file about a session: tables, timing, phases, CBI, refusals.";

    public string Example => "closedloop report sessions/sub-01_ses-20261121T0930";

    public void Declare(Command command)
    {
        command.Add(_session);
        command.Add(_output);
    }

    public int Run(VerbCall call)
    {
        var folder = SessionFolder.Read(call.Parsed.GetValue(_session)!);
        var file = Write(folder, call.Parsed.GetValue(_output));
        if (call.Json)
        {
            call.WriteJson(new
            {
                Session = folder.FullPath,
                Report = file,
                Trials = folder.Trials.Rows.Count,
                Pulses = folder.TimingErrorsUs.Count,
                folder.Remarks,
            });
        }

        call.Say($"Wrote {file}");
        return 0;
    }

    /// <summary>Writes the report of a session, in one step: there is never half a file.</summary>
    /// <returns>The file's full path.</returns>
    internal static string Write(SessionFolder folder, string? output = null)
    {
        var file = Path.GetFullPath(output ?? Path.Combine(folder.FullPath, "report.html"));
        var partial = file + ".partial";
        File.WriteAllText(partial, ReportPage.Of(folder));
        File.Move(partial, file, overwrite: true);
        return file;
    }
}
