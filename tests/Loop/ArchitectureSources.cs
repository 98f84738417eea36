using System.Text.RegularExpressions;

namespace ClosedLoop.Tests.Loop;

/// <summary>The repository's own sources: which file a type of a room stands in.</summary>
internal static partial class ArchitectureSources
{
    /// <summary>The folder that holds the solution, found by walking up from the tests' assembly.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folders that hold a project of the house, tests and benchmarks left out.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
    [
        .. Directory.EnumerateDirectories(Root)
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Select(folder => Path.GetFileName(folder))
            .Where(folder => folder is not ("tests" or "bench"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Where each type of a room is declared: type name to paths from the root, with forward slashes.</summary>
    public static ILookup<string, string> Declarations(string room) => Directory
        .EnumerateFiles(Path.Combine(Root, room), "*.cs", SearchOption.AllDirectories)
        .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
        .SelectMany(file => Declaration().Matches(file.Text).Select(match => (Type: match.Groups[1].Value, file.Path)))
        .ToLookup(pair => pair.Type, pair => pair.Path, StringComparer.Ordinal);

    /// <summary>The rooms that a room's project file refers to.</summary>
    public static IReadOnlyList<string> ProjectReferences(string room)
    {
        var project = Directory.EnumerateFiles(Path.Combine(Root, room), "*.csproj").Single();
        return [.. ProjectReference().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:struct|class))?)\s+(\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"<ProjectReference\s+Include=""\.\./(\w+)/")]
    private static partial Regex ProjectReference();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ClosedLoop.sln above {AppContext.BaseDirectory}: run the tests from the repository's own build.");
    }
}
