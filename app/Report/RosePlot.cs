using System.Globalization;
using System.Text;

namespace ClosedLoop.App;

/// <summary>
/// A rose of phases as SVG: 24 wedges of 15°, each with an area in proportion to its count; 0° (the positive peak) to the right,
/// counted
/// against the clock; the mean vector as a line whose length is R; the target, if there is one, as a dashed line.
/// </summary>
internal static class RosePlot
{
    private const int Bins = 24;
    private const double Radius = 130;
    private const double Half = 190;

    /// <summary>The drawing.</summary>
    /// <param name="degrees">The phases; at least one.</param>
    /// <param name="targetDegrees">The phase aimed at, or null.</param>
    public static string Svg(IReadOnlyList<double> degrees, double? targetDegrees)
    {
        var counts = Counts(degrees);
        var most = counts.Max();
        var svg = new StringBuilder();
        svg.Append(Text($"<svg class=\"rose\" viewBox=\"{-Half} {20 - Half} {2 * Half} {(2 * Half) - 40}\" role=\"img\">"));
        svg.Append("<title>Phases at the pulses</title>");
        Rings(svg, most);
        for (var bin = 0; bin < Bins; bin++)
        {
            Wedge(svg, bin, counts[bin], most);
        }

        if (targetDegrees is { } target)
        {
            svg.Append(Line("target", target, Radius + 6));
        }

        if (CircularSummary.Of(degrees) is { } mean)
        {
            svg.Append(Line("mean", mean.MeanDegrees, Radius * mean.Resultant));
        }

        return svg.Append("</svg>").ToString();
    }

    private static int[] Counts(IReadOnlyList<double> degrees)
    {
        var counts = new int[Bins];
        foreach (var degree in degrees)
        {
            // Wedges are centred on 0°, 15°, …, so that the four named phases are in the middle of one.
            var bin = (int)Math.Floor((degree / (360.0 / Bins)) + 0.5) % Bins;
            counts[bin < 0 ? bin + Bins : bin]++;
        }

        return counts;
    }

    private static void Rings(StringBuilder svg, int most)
    {
        foreach (var count in new[] { most, most / 4.0 }.Where(c => c == Math.Floor(c) && c >= 1))
        {
            var r = Radius * Math.Sqrt(count / most);
            svg.Append(Text($"<circle class=\"ring\" r=\"{r:0.##}\"/>"));
            svg.Append(Text($"<text class=\"count\" x=\"{r * 0.72:0.##}\" y=\"{(-r * 0.72) - 3:0.##}\">{count}</text>"));
        }

        foreach (var (degree, name) in new[] { (0, "0° peak"), (90, "90° falling"), (180, "180° trough"), (270, "−90° rising") })
        {
            var (x, y) = At(degree, Radius + 12);
            var anchor = degree switch { 0 => "start", 180 => "end", _ => "middle" };
            var words = name.Split(' ');
            svg.Append(Line("axis", degree, Radius));
            svg.Append(Text($"<text class=\"name\" text-anchor=\"{anchor}\" x=\"{x:0.##}\" y=\"{y + 4:0.##}\">"));
            svg.Append(degree % 180 == 0
                ? Text($"{words[0]}<tspan x=\"{x:0.##}\" dy=\"14\">{words[1]}</tspan></text>")
                : $"{name}</text>");
        }
    }

    private static void Wedge(StringBuilder svg, int bin, int count, int most)
    {
        if (count == 0)
        {
            return;
        }

        var width = 360.0 / Bins;
        var r = Radius * Math.Sqrt((double)count / most);
        var (x1, y1) = At((bin - 0.5) * width, r);
        var (x2, y2) = At((bin + 0.5) * width, r);
        svg.Append(Text($"<path class=\"wedge\" d=\"M0 0L{x1:0.##} {y1:0.##}A{r:0.##} {r:0.##} 0 0 0 {x2:0.##} {y2:0.##}Z\">"));
        svg.Append(Text($"<title>{bin * width}°: {count}</title></path>"));
    }

    private static string Line(string kind, double degrees, double length)
    {
        var (x, y) = At(degrees, length);
        return Text($"<line class=\"{kind}\" x1=\"0\" y1=\"0\" x2=\"{x:0.##}\" y2=\"{y:0.##}\"/>");
    }

    private static (double X, double Y) At(double degrees, double r) =>
        (r * Math.Cos(degrees * (Math.PI / 180)), -r * Math.Sin(degrees * (Math.PI / 180)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
