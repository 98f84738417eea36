using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>One signal of an EDF header, and how its stored integers become physical values.</summary>
internal sealed record EdfSignal
{
    public required string Label { get; init; }

    public required string Unit { get; init; }

    /// <summary>Samples in each data record.</summary>
    public required int SamplesPerRecord { get; init; }

    /// <summary>Where its samples begin in each data record, in bytes.</summary>
    public required long OffsetInRecord { get; init; }

    public required double PhysicalMinimum { get; init; }

    public required double PhysicalMaximum { get; init; }

    public required double DigitalMinimum { get; init; }

    public required double DigitalMaximum { get; init; }

    public bool IsAnnotations => Label is "EDF Annotations" or "BDF Annotations";

    /// <summary>
    /// physical = (digital − d_min) · (p_max − p_min) / (d_max − d_min) + p_min, in this order, as the specification writes it.
    /// Inverted
    /// physical limits need nothing special.
    /// </summary>
    public double ToPhysical(int digital) =>
        ((digital - DigitalMinimum) * (PhysicalMaximum - PhysicalMinimum) / (DigitalMaximum - DigitalMinimum)) + PhysicalMinimum;

    /// <summary>The channel; a label such as <c>EEG Fpz-Cz</c> names the kind of signal first.</summary>
    public ChannelInfo ToChannel()
    {
        var space = Label.IndexOf(' ', StringComparison.Ordinal);
        var kind = space > 0 ? Label[..space] : "";
        return new ChannelInfo(Label, Unit, kind is "EEG" or "ECG" or "EOG" or "EMG" or "ERG" or "MEG" or "MCG" or "EP" ? kind : "");
    }
}
