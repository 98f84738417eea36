using System.Text.Json;
using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>What the operating system granted the threads of the pulse process, as that process wrote it down.</summary>
internal static class RealtimeRights
{
    /// <summary>One line a thread; null if the process did not come so far.</summary>
    public static IReadOnlyDictionary<string, string>? Read(SessionPlace place)
    {
        try
        {
            using var rights = JsonDocument.Parse(File.ReadAllText(place.File(PulseProcess.RightsFile)));
            return rights.RootElement.GetProperty("threads").EnumerateObject().ToDictionary(
                thread => thread.Name,
                thread => string.Join(", ", thread.Value.EnumerateObject().Select(right => $"{right.Name} {right.Value}")));
        }
        catch (Exception missing) when (missing is IOException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
