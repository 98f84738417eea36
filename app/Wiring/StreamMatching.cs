using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>Which of the streams on offer each stream of the experiment means.</summary>
internal static class StreamMatching
{
    /// <summary>Finds the streams of a recording that the experiment names.</summary>
    /// <returns>For each stream of the experiment the index among those on offer; −1 for one that may be left out (markers).</returns>
    /// <exception cref="RefusedException">A stream is missing, or several fit.</exception>
    public static IReadOnlyList<int> InRecording(Experiment experiment, IReadOnlyList<StreamInfo> offered, string recording) =>
        [.. experiment.Streams.Select(stream => Find(stream, offered, recording))];

    private static int Find(StreamSection wanted, IReadOnlyList<StreamInfo> offered, string recording)
    {
        var byName = Where(offered, info => wanted.SenderName == info.Name);
        var byKind = Where(offered, info => Fits(wanted, info));
        var found = byName.Count > 0 ? byName : byKind;
        return found.Count switch
        {
            1 => found[0],
            0 when wanted.Kind == StreamKind.Markers => -1,
            0 => throw new RefusedException(
                $"{recording} has no stream of type {wanted.Kind} for '{wanted.Name}'; it offers {Names(offered)}."),
            _ => throw new RefusedException(
                $"{recording} has {found.Count} streams that '{wanted.Name}' could mean; give one of them as 'streams.{wanted.Name}.name': "
                + $"{Names([.. found.Select(index => offered[index])])}."),
        };
    }

    /// <summary>Recordings seldom say what kind their numbers are: every stream of numbers fits, unless one says it is something else.</summary>
    private static bool Fits(StreamSection wanted, StreamInfo info) => wanted.Kind == StreamKind.Markers
        ? info.IsText
        : !info.IsText && (info.Type.Length == 0 || info.Type.Equals(wanted.Kind.ToString(), StringComparison.OrdinalIgnoreCase));

    private static List<int> Where(IReadOnlyList<StreamInfo> offered, Func<StreamInfo, bool> fits) =>
        [.. Enumerable.Range(0, offered.Count).Where(index => fits(offered[index]))];

    private static string Names(IReadOnlyList<StreamInfo> offered) => offered.Count == 0
        ? "none"
        : string.Join(", ", offered.Select(info => $"'{info.Name}' ({info.Type}, {info.ChannelCount} channels)"));
}
