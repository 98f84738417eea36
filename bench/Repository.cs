namespace ClosedLoop.Bench;

/// <summary>Where the measurements find their recordings and leave their results.</summary>
internal static class Repository
{
    /// <summary>The repository's folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run inside a repository.</exception>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The benchmarks run inside the repository: ClosedLoop.sln was not found above the program.");
    }
}
