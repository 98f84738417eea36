using System.Diagnostics;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.App;

/// <summary>What a browser makes of the report's page; only where a Chromium is installed.</summary>
public sealed class BrowserTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--virtual-time-budget=2000",
    ];

    private readonly SyntheticSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_browser_draws_the_three_plots_and_the_rose()
    {
        if (Dom() is { } page)
        {
            Assert.Equal(3, page.Split("<canvas").Length - 1);
            Assert.Contains("<svg class=\"rose\"", page, StringComparison.Ordinal);
            Assert.Contains("cs_ts", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_without_values_says_so_in_place_of_each_plot()
    {
        File.WriteAllText(_session.In("trials.tsv"), "trial\n");
        File.Delete(_session.In("gate.jsonl"));
        if (Dom() is { } page)
        {
            Assert.DoesNotContain("<canvas", page, StringComparison.Ordinal);
            Assert.Contains("No trial has an estimate of CBI.", page, StringComparison.Ordinal);
            Assert.Contains("No trial has an MEP.", page, StringComparison.Ordinal);
            Assert.Contains("No pulse has a timing error.", page, StringComparison.Ordinal);
        }
    }

    private string? Dom()
    {
        Assert.Equal(0, Ran.Line("report", _session.Folder).Status);
        var browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        if (browser is null)
        {
            output.WriteLine("No Chromium is installed, so the report's page was not drawn.");
            return null;
        }

        var start = new ProcessStartInfo(browser)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var flag in Flags.Append($"--user-data-dir={_session.In("browser")}").Append("--dump-dom"))
        {
            start.ArgumentList.Add(flag);
        }

        start.ArgumentList.Add("file://" + _session.In("report.html"));
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var page = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        // The scripts themselves hold the words that they may write.
        return page[..page.IndexOf("<script", StringComparison.Ordinal)];
    }
}
