using System.Globalization;

namespace ClosedLoop.App;

/// <summary>A new folder for one session; it never writes into one that is there.</summary>
internal sealed class SessionPlace
{
    private SessionPlace(string path, DateTimeOffset start)
    {
        Path = path;
        Start = start;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The folder's name, which is the session's id.</summary>
    public string Id => System.IO.Path.GetFileName(Path);

    /// <summary>Wall time at the start: read once, for the session's header and the ledger.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Makes the folder.</summary>
    /// <param name="root">Where sessions are kept; made if it is not there.</param>
    /// <param name="subject">The subject's id.</param>
    /// <param name="kind">What kind of session, e.g. <c>ses</c>, <c>replay</c>.</param>
    /// <exception cref="RefusedException">The folder cannot be made.</exception>
    public static SessionPlace Create(string root, string subject, string kind)
    {
        var start = DateTimeOffset.Now;
        var name = string.Create(CultureInfo.InvariantCulture, $"{subject}_{kind}-{start:yyyyMMdd'T'HHmmss}");
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, attempt == 1 ? name : $"{name}-{attempt}"));
            try
            {
                if (!Directory.Exists(path))
                {
                    Directory.CreateDirectory(path);
                    return new SessionPlace(path, start);
                }
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                throw new RefusedException($"The session's folder '{path}' cannot be made: {refusal.Message}", refusal);
            }
        }
    }

    /// <summary>Takes the folder away again: the session that it was made for never began.</summary>
    public void Discard() => Directory.Delete(Path, recursive: true);

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);
}
