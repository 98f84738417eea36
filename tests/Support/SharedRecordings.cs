namespace ClosedLoop.Tests.Support;

/// <summary>
/// The recordings that lie beside the repository and are too many to be part of it: <c>../shared/recordings</c>. A test that
/// needs
/// one and does not find it says so and returns; what a golden test needs is part of the repository.
/// </summary>
public static class SharedRecordings
{
    /// <summary>Names a folder that holds <c>recordings</c>, for machines that keep it elsewhere.</summary>
    public const string Variable = "CLOSEDLOOP_SHARED";

    private static readonly Lazy<string?> s_root = new(FindRoot);

    /// <summary>True where the recordings are at hand.</summary>
    public static bool Present => s_root.Value is not null;

    /// <summary>The full path of a shared recording, or null where it is not at hand.</summary>
    /// <param name="relative">The path below <c>recordings</c>, with forward slashes, e.g. <c>eegmat/Subject05_1.edf</c>.</param>
    public static string? Find(string relative)
    {
        if (s_root.Value is not { } root)
        {
            return null;
        }

        var path = Path.Combine(root, relative.Replace('/', Path.DirectorySeparatorChar));
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>As <see cref="Find"/>, and writes a line to the test's output where the recording is not at hand.</summary>
    /// <param name="relative">The path below <c>recordings</c>, with forward slashes.</param>
    /// <param name="write">Where the line goes: a test's <c>ITestOutputHelper.WriteLine</c>.</param>
    public static string? FindOrSay(string relative, Action<string> write)
    {
        var path = Find(relative);
        if (path is null)
        {
            write($"Left out: the recording '{relative}' is not beside the repository; set {Variable} to the folder that holds 'recordings'.");
        }

        return path;
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Existing(Path.Combine(named, "recordings"));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", "recordings")) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
