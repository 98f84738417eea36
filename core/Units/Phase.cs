using System.Globalization;

namespace ClosedLoop.Core;

/// <summary>
/// The phase of an oscillation, wrapped to (−π, π] radians, cosine convention: 0 at the positive peak, ±π at the trough, −π/2 on the
/// rising flank, +π/2 on the falling one. <c>default</c> is the peak. Phases have no order: compare distances.
/// </summary>
public readonly record struct Phase
{
    private readonly double _radians;

    private Phase(double radians) => _radians = radians;

    /// <summary>The trough (negative peak), π.</summary>
    public static Phase Trough => new(Math.PI);

    /// <summary>Made from radians of any branch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Phase FromRadians(double radians) => double.IsFinite(radians)
        ? new(Wrap(radians))
        : throw new ArgumentOutOfRangeException(nameof(radians), radians, "A phase must be finite.");

    /// <summary>Made from degrees of any branch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Phase FromDegrees(double degrees) => FromRadians(degrees * (Math.PI / 180));

    /// <summary>Radians in (−π, π].</summary>
    public double TotalRadians => _radians;

    /// <summary>Degrees in (−180, 180].</summary>
    public double TotalDegrees => _radians * (180 / Math.PI);

    /// <summary>The signed angle from <paramref name="other"/> to this phase, radians in (−π, π].</summary>
    public double RadiansFrom(Phase other) => Wrap(_radians - other._radians);

    /// <summary>Wraps an angle to (−π, π] by subtracting whole turns; uses only + − × ÷ and rounding, so it is the same on every CPU.</summary>
    public static double Wrap(double radians)
    {
        const double Turn = 2 * Math.PI;
        var wrapped = radians - (Turn * Math.Ceiling((radians - Math.PI) / Turn));
        return wrapped > Math.PI ? wrapped - Turn : wrapped <= -Math.PI ? wrapped + Turn : wrapped;
    }

    /// <summary>Degrees with one decimal; allocates.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TotalDegrees:0.0}°");
}
