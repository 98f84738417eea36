using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Brings every channel to microvolts by the unit that its header states: V, mV, µV or nV, as a symbol or a word. No memory, no delay.
/// </summary>
public sealed class UnitScale : BlockOperator
{
    /// <summary>The unit of what comes out.</summary>
    public const string Microvolt = "µV";

    private readonly double[] _factors;

    /// <summary>Checks the units.</summary>
    /// <param name="input">The stream as its header describes it.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <param name="unitOfUnknown">What the experiment says of channels whose header names no known unit; null if it says nothing.</param>
    /// <exception cref="ArgumentException">
    /// A channel's unit is unknown and the experiment does not settle it, or what the experiment says is no unit of voltage, or
    /// contradicts the header.
    /// </exception>
    public UnitScale(StreamInfo input, int capacity, string? unitOfUnknown = null)
        : base(input, InMicrovolts(input), capacity) =>
        _factors = [.. input.Channels.Select(channel => Factor(input, channel, unitOfUnknown))];

    /// <summary>How many microvolts one of a unit is; null if the unit is not one of voltage.</summary>
    public static double? MicrovoltsPer(string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var name = unit.Trim().Replace('\u03BC', '\u00B5');
        return name switch
        {
            "µV" or "uV" or "UV" or "uv" or "µv" => 1,
            "mV" or "mv" => 1e3,
            "V" or "v" => 1e6,
            "nV" or "nv" => 1e-3,
            _ => name.ToUpperInvariant() switch
            {
                "MICROVOLT" or "MICROVOLTS" => 1,
                "MILLIVOLT" or "MILLIVOLTS" => 1e3,
                "VOLT" or "VOLTS" => 1e6,
                "NANOVOLT" or "NANOVOLTS" => 1e-3,
                _ => null,
            },
        };
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        var values = output.Append(time, quality);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(frame[i] * _factors[i]);
        }
    }

    private static StreamInfo InMicrovolts(StreamInfo input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input with { Channels = [.. input.Channels.Select(channel => channel with { Unit = Microvolt })] };
    }

    private static double Factor(StreamInfo input, ChannelInfo channel, string? unitOfUnknown)
    {
        var stated = MicrovoltsPer(channel.Unit);
        if (unitOfUnknown is null)
        {
            return stated ?? throw new ArgumentException(
                $"Channel '{channel.Label}' of '{input.Name}' states {Named(channel.Unit)}; possible are V, mV, uV and nV. "
                + "Say in the experiment which unit it is.", nameof(input));
        }

        var settled = MicrovoltsPer(unitOfUnknown) ?? throw new ArgumentException(
            $"'{unitOfUnknown}' is no unit of voltage; possible are V, mV, uV and nV.", nameof(unitOfUnknown));
        return stated is null || stated == settled ? settled : throw new ArgumentException(
            $"Channel '{channel.Label}' of '{input.Name}' states the unit '{channel.Unit}' but the experiment says '{unitOfUnknown}'; "
            + "remove the experiment's unit or correct the stream's header.", nameof(unitOfUnknown));
    }

    private static string Named(string unit) => unit.Length == 0 ? "no unit" : $"the unknown unit '{unit}'";
}
