namespace ClosedLoop.App;

/// <summary>Collects the mistakes of one file, and remembers where each key stood so that later checks can point at it.</summary>
internal sealed class Mistakes(string file)
{
    private readonly List<ExperimentError> _errors = [];
    private readonly Dictionary<string, Place> _places = [];

    /// <summary>True once anything was found.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Adds a mistake at a place.</summary>
    public void Add(Place place, string message) =>
        _errors.Add(new ExperimentError(file, Math.Max(1, place.Line), Math.Max(1, place.Column), message));

    /// <summary>
    /// Adds a mistake at the key with this path, e.g. <c>model.mu.stream</c>, or at the nearest section around it.
    /// </summary>
    public void AddAt(string path, string message) => Add(PlaceOf(path), message);

    /// <summary>Remembers where the value of a key stands.</summary>
    public void Remember(string path, Place place) => _places.TryAdd(path, place);

    /// <summary>All mistakes in the order of the file.</summary>
    public IReadOnlyList<ExperimentError> InOrder() => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    private Place PlaceOf(string path)
    {
        for (var at = path; ; at = at[..at.LastIndexOf('.')])
        {
            if (_places.TryGetValue(at, out var place))
            {
                return place;
            }

            if (!at.Contains('.', StringComparison.Ordinal))
            {
                return new Place(1, 1);
            }
        }
    }
}
