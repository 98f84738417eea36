namespace ClosedLoop.App;

/// <summary>
/// One entry of <c>model</c>: an estimator by its kind. Its beliefs are called by its name, a dot and a quantity:
/// <c>mu.phase</c>.
/// </summary>
/// <param name="Name">The name that rules and other models use.</param>
public abstract record ModelSection(string Name)
{
    private static readonly Dictionary<string, Func<Keys, ModelSection>> Kinds = new()
    {
        [OscillationSection.Kind] = OscillationSection.Read,
        [ForwardSection.Kind] = ForwardSection.Read,
        [AdaptiveFilterSection.Kind] = AdaptiveFilterSection.Read,
        [MepSection.Kind] = MepSection.Read,
        [CbiSection.Kind] = CbiSection.Read,
    };

    /// <summary>The quantities that it believes something about, without its own name.</summary>
    public abstract IReadOnlyList<string> Quantities { get; }

    internal abstract string KindWord { get; }

    internal static ModelSection? ReadAny(Keys keys) => keys.ByKind(Kinds);

    internal void Write(YamlText yaml)
    {
        yaml.Text("kind", KindWord);
        WriteKeys(yaml);
    }

    private protected abstract void WriteKeys(YamlText yaml);
}
