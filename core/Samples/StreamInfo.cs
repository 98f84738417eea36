namespace ClosedLoop.Core;

/// <summary>What is known of a stream before its first frame. Immutable; compared by value except for the channels' list.</summary>
/// <param name="Name">The stream's name.</param>
/// <param name="Type">Its content type, e.g. <c>EEG</c>, <c>EMG</c>, <c>Markers</c>.</param>
/// <param name="NominalRate">Frames a second; 0 Hz means irregular.</param>
/// <param name="Format">How values are written on the wire or in the file; blocks hold <c>float</c> whatever it is.</param>
/// <param name="Channels">Channels in order; at least one.</param>
/// <param name="SourceId">The sender's stable identity, empty if none.</param>
public sealed record StreamInfo(
    string Name,
    string Type,
    Frequency NominalRate,
    ChannelFormat Format,
    IReadOnlyList<ChannelInfo> Channels,
    string SourceId = "")
{
    /// <summary>Number of channels.</summary>
    public int ChannelCount => Channels.Count;

    /// <summary>True for a stream of text.</summary>
    public bool IsText => Format == ChannelFormat.String;
}
