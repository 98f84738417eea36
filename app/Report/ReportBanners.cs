namespace ClosedLoop.App;

/// <summary>What a reader must know before anything else.</summary>
internal static class ReportBanners
{
    /// <summary>One line each, as HTML; nothing if there is nothing to say.</summary>
    public static string Of(SessionFolder folder) => string.Concat(Sentences(folder).Select(b => $"<p class=\"banner "
        + $"{b.Kind}\">{Html.Text(b.Sentence)}</p>"));

    private static IEnumerable<(string Kind, string Sentence)> Sentences(SessionFolder folder)
    {
        if (folder.Session["open_loop"]?.ToString() == "true")
        {
            yield return ("note", "Open loop: the person on this recording never felt these pulses. Blanking, MEPs and CBI "
                + "follow only the stimuli that the recording itself holds, and timing errors are those of ideal devices.");
        }

        if (folder.Experiment is { HostTiming: true })
        {
            yield return ("warn", "Host timing: pulses less than 100 ms apart were timed by the host and not by one "
                + "device's clock.");
        }

        if (folder.Experiment is { IsSimulated: true, Outputs.Count: > 0 })
        {
            yield return ("note", "All outputs were simulated or emulated: no pulse left a coil.");
        }

        foreach (var remark in folder.Remarks)
        {
            yield return ("warn", remark);
        }
    }
}
