namespace ClosedLoop.App;

/// <summary>The page's frame, style and scripts, built into the program.</summary>
internal static class ReportAssets
{
    /// <summary>The page with places in double braces.</summary>
    public static string Frame => Read("report.html");

    /// <summary>Style: the plots' own and the page's.</summary>
    public static string Style => Read("uPlot.min.css") + "\n" + Read("report.css");

    /// <summary>Scripts: uPlot and what draws the page's plots with it.</summary>
    public static string Script => Read("uPlot.iife.min.js") + "\n" + Read("report.js");

    private static string Read(string name)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
