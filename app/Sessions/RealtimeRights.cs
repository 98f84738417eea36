using System.Text.Json;
using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>What the operating system granted the threads that have to be on time: the pulse process's as it wrote them down, and the loop's.</summary>
internal static class RealtimeRights
{
    /// <summary>One line a thread.</summary>
    public static IReadOnlyDictionary<string, string> Read(SessionPlace place, RealtimeGrants? acquisition)
    {
        var lines = new Dictionary<string, string>();
        if (acquisition is { } granted)
        {
            lines["acquisition"] = $"priority {granted.Priority}, timer_slack {granted.TimerSlack}";
        }

        foreach (var (thread, rights) in PulseProcessLines(place.File(PulseProcess.RightsFile)))
        {
            lines[thread] = rights;
        }

        return lines;
    }

    // A process that ended early did not come so far as to write its file.
    private static IReadOnlyList<(string Thread, string Rights)> PulseProcessLines(string path)
    {
        try
        {
            using var rights = JsonDocument.Parse(File.ReadAllText(path));
            return
            [
                .. rights.RootElement.GetProperty("threads").EnumerateObject().Select(thread =>
                    (thread.Name, string.Join(", ", thread.Value.EnumerateObject().Select(right => $"{right.Name} {right.Value}")))),
            ];
        }
        catch (Exception missing) when (missing is IOException or JsonException or KeyNotFoundException)
        {
            return [];
        }
    }
}
