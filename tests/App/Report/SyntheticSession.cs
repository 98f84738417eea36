using System.Globalization;
using System.Text;
using ClosedLoop.App;

namespace ClosedLoop.Tests.App;

/// <summary>A session folder as a CBI run leaves it, made from a seed; deleted on dispose.</summary>
internal sealed class SyntheticSession : IDisposable
{
    public const int Trials = 40;

    public static readonly string[] Columns =
    [
        "trial", "condition", "request", "asked_s", "fired_s", "error_us", "phase_deg", "phase_sd_deg", "power_percentile", "age_ms",
        "mep_uv", "mep_latency_ms", "valid", "cause", "cbi_ratio", "cbi_low", "cbi_high",
    ];

    private readonly Random _random = new(7);

    public SyntheticSession()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(In("experiment.yaml"), Sample.Cbi.ToYaml());
        File.WriteAllText(In("trials.tsv"), TrialLines());
        File.WriteAllText(In("gate.jsonl"), GateLines());
        File.WriteAllText(In("decisions.jsonl"), string.Concat(Enumerable.Repeat("{\"n\":5,\"held\":\"TrialRunning\"}\n", 212)));
        File.WriteAllText(In("session.json"), """
            {"name":"CBI gated by mu phase","program_version":"0.1.0","machine":"bench-2","host_os":"Linux 6.1","clock":"monotonic",
             "seed":42,"start":"2026-11-21T09:30:00+00:00","end":"2026-11-21T09:34:10+00:00","outcome":"completed","open_loop":false,
             "stage_hashes":{"inputs":"4b1f","conditioning":"a911","beliefs":"77c0","decisions":"09ee","verdicts":"d00d"},
             "counts":{"requested":260,"held":212,"admitted":40,"refused":8,"skipped_late":0,"fired_late":0,"cbi_true":0.62,"duration_s":250.2,"timing_error_p99_us":31.5}}
            """);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "sub-virtual_ses-" + Guid.NewGuid().ToString("N")[..8]);

    public string In(string file) => Path.Combine(Folder, file);

    public void Dispose() => Directory.Delete(Folder, true);

    private string TrialLines()
    {
        var text = new StringBuilder(string.Join('\t', Columns)).Append('\n');
        for (var trial = 1; trial <= Trials; trial++)
        {
            text.Append(Trial(trial)).Append('\n');
        }

        return text.ToString();
    }

    private string Trial(int trial)
    {
        var paired = trial % 4 is 1 or 2;
        var mep = 900 * Math.Exp(0.6 * Normal()) * (paired ? 0.62 : 1);
        var at = 12.3 + (trial * 5.1);
        var phase = Phase(180 + (28 * Normal()));
        var half = 1.3 / Math.Sqrt(trial);
        var ratio = 0.62 + (0.3 * Normal() / Math.Sqrt(trial));
        var estimate = trial < 3 ? "\t\t" : Text($"{ratio:0.000}\t{ratio * Math.Exp(-half):0.000}\t{ratio * Math.Exp(half):0.000}");
        var measured = trial % 13 == 0 ? "\t\t0\tnot at rest" : Text($"{mep:0.0}\t{22 + Normal():0.0}\t1\t");
        return Text($"{trial}\t{(paired ? "cs_ts" : "ts")}\t{trial + 8}\t{at:0.000000}\t{at + 0.00001:0.000000}\t{12 + (4 * Normal()):0.0}\t{phase:0.0}\t{25 + Normal():0.0}\t{75 + (5 * Normal()):0.0}\t{6 + Normal():0.00}\t{measured}\t{estimate}");
    }

    private string GateLines()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            text.Append(Text($"{{\"n\":{i},\"verdict\":\"Refused\",\"limit\":\"{(i < 6 ? "DataAge" : "MinimumInterval")}\",\"limit_value\":{(i < 6 ? 50 : 4)},\"asked_value\":{(i < 6 ? 51 + i : 3.2)}}}\n"));
        }

        for (var i = 0; i < 60; i++)
        {
            text.Append(Text($"{{\"n\":{i + 8},\"outcome\":\"fired\",\"error_us\":{10 + (3 * Math.Abs(Normal())) + (i == 50 ? 22 : 0):0.0}}}\n"));
        }

        return text.Append("{\"n\":70,\"outc").ToString();
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static double Phase(double degrees) => degrees > 180 ? degrees - 360 : degrees;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
