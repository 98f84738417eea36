namespace ClosedLoop.Acquisition;

/// <summary>
/// Second-order sections in series for one or more channels, direct form II transposed in double precision:
/// y = b0 x + s1; s1 = b1 x − a1 y + s2; s2 = b2 x − a2 y.
/// </summary>
internal sealed class SosCascade
{
    private const double SettledShare = 0.01;

    private readonly SecondOrderSection[] _sections;
    private readonly double[] _state;

    public SosCascade(IReadOnlyList<SecondOrderSection> sections, int channels)
    {
        _sections = [.. sections];
        if (_sections.Length == 0 || !_sections.All(section => section.IsStable))
        {
            throw new ArgumentException("A filter needs at least one section, and every section must be stable.", nameof(sections));
        }

        _state = new double[2 * _sections.Length * channels];
    }

    /// <summary>Puts a channel into the state that it would have if this value had come in forever.</summary>
    public void Settle(int channel, double x)
    {
        var at = 2 * _sections.Length * channel;
        foreach (ref readonly var section in _sections.AsSpan())
        {
            var y = x * section.StepGain;
            _state[at + 1] = (section.B2 * x) - (section.A2 * y);
            _state[at] = (section.B1 * x) - (section.A1 * y) + _state[at + 1];
            at += 2;
            x = y;
        }
    }

    /// <summary>Takes one value of a channel and gives one.</summary>
    public double Next(int channel, double x)
    {
        var state = _state.AsSpan(2 * _sections.Length * channel, 2 * _sections.Length);
        var at = 0;
        foreach (ref readonly var section in _sections.AsSpan())
        {
            var y = (section.B0 * x) + state[at];
            state[at] = (section.B1 * x) - (section.A1 * y) + state[at + 1];
            state[at + 1] = (section.B2 * x) - (section.A2 * y);
            at += 2;
            x = y;
        }

        return x;
    }

    public void Clear() => Array.Clear(_state);

    /// <summary>How many samples a disturbance rings: until the impulse response stays below 1 % of its peak, at most <paramref name="limit"/>.</summary>
    public static int Ringing(IReadOnlyList<SecondOrderSection> sections, int limit)
    {
        var cascade = new SosCascade(sections, 1);
        var (peak, last) = (0.0, 0);
        for (var i = 0; i < limit; i++)
        {
            var response = Math.Abs(cascade.Next(0, i == 0 ? 1 : 0));
            peak = Math.Max(peak, response);
            last = response > SettledShare * peak ? i : last;
        }

        return last + 1;
    }
}
