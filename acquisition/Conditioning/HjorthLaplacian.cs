using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// The surface Laplacian of Hjorth (1975): an electrode minus the mean of its neighbours, y = x_c − (x₁ + … + x_n)/n. The weights sum to
/// zero, so what all electrodes share, such as the reference, is gone exactly. One output channel. No memory, no delay.
/// </summary>
/// <remarks>
/// The neighbours are the four diagonal ones of the 10-10 grid (for C3: FC1, FC5, CP1, CP5); where the montage lacks some of them, the
/// next four up, down, left and right (FC3, CP3, C1, C5), or those twice as far (F3, P3, T7, Cz, the nearest of the 10-20 system). The first of
/// these rings that is complete is taken, else the one with the most electrodes, at least two.
/// </remarks>
public sealed class HjorthLaplacian : BlockOperator
{
    private static readonly (int Row, int Column)[][] _rings =
    [
        [(-1, 1), (-1, -1), (1, 1), (1, -1)],
        [(-1, 0), (1, 0), (0, 1), (0, -1)],
        [(-2, 0), (2, 0), (0, 2), (0, -2)],
    ];

    private readonly int _centre;
    private readonly int[] _neighbours;

    /// <summary>Takes the neighbours that the montage allows.</summary>
    /// <param name="input">The montage.</param>
    /// <param name="centre">The electrode, e.g. <c>C3</c>.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <exception cref="ArgumentException">The montage lacks the electrode or has fewer than two neighbours of it.</exception>
    public HjorthLaplacian(StreamInfo input, string centre, int capacity)
        : this(input, centre, Nearest(input, centre), capacity)
    {
    }

    /// <summary>Takes the neighbours that the experiment names.</summary>
    /// <param name="input">The montage.</param>
    /// <param name="centre">The electrode.</param>
    /// <param name="neighbours">At least two other electrodes, none twice.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <exception cref="ArgumentException">The montage lacks one of them, or the neighbours are too few or not different.</exception>
    public HjorthLaplacian(StreamInfo input, string centre, IReadOnlyList<string> neighbours, int capacity)
        : base(input, Derived(input, centre), capacity)
    {
        _centre = Index(input, centre);
        _neighbours = [.. neighbours.Select(label => Index(input, label))];
        if (_neighbours.Length < 2 || _neighbours.Append(_centre).Distinct().Count() != _neighbours.Length + 1)
        {
            throw new ArgumentException(
                $"The Laplacian at {centre} needs at least two neighbours, all different; given were: {string.Join(", ", neighbours)}.",
                nameof(neighbours));
        }

        Neighbours = [.. _neighbours.Select(index => input.Channels[index].Label)];
    }

    /// <summary>The neighbours that were taken, as the montage labels them.</summary>
    public IReadOnlyList<string> Neighbours { get; }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        double sum = 0;
        foreach (var neighbour in _neighbours)
        {
            sum += frame[neighbour];
        }

        output.Append(time, quality)[0] = (float)(frame[_centre] - (sum / _neighbours.Length));
    }

    private static StreamInfo Derived(StreamInfo input, string centre)
    {
        ArgumentNullException.ThrowIfNull(input);
        var channel = input.Channels[Index(input, centre)];
        return input with { Channels = [channel with { Label = $"{ElectrodeName.Canonical(centre)} Laplacian" }] };
    }

    private static List<string> Nearest(StreamInfo input, string centre)
    {
        ArgumentNullException.ThrowIfNull(input);
        var best = new List<string>();
        if (ScalpGrid.TryFind(centre, out var row, out var column))
        {
            foreach (var ring in _rings)
            {
                var found = ring.SelectMany(step => At(input, row + step.Row, column + step.Column)).ToList();
                best = found.Count > best.Count ? found : best;
            }
        }

        return best.Count >= 2 ? best : throw new ArgumentException(
            $"Stream '{input.Name}' has fewer than two neighbours of {centre}; it has "
            + $"{string.Join(", ", input.Channels.Select(c => c.Label))}. Name the neighbours in the experiment.", nameof(centre));
    }

    private static IEnumerable<string> At(StreamInfo input, int row, int column) => input.Channels
        .Where(channel => ScalpGrid.TryFind(channel.Label, out var r, out var c) && (r, c) == (row, column))
        .Select(channel => channel.Label)
        .Take(1);

    private static int Index(StreamInfo input, string label)
    {
        var index = ElectrodeName.Find(input.Channels, label);
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"Stream '{input.Name}' has no electrode '{label}'; it has {string.Join(", ", input.Channels.Select(c => c.Label))}.",
                nameof(label));
    }
}
