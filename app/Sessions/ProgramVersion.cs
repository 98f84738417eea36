using System.Reflection;

namespace ClosedLoop.App;

/// <summary>Which program this is, as the records and the link between the processes say it.</summary>
internal static class ProgramVersion
{
    /// <summary>Version with the build's source revision, where the build knew it.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
