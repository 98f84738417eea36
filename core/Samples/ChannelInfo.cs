namespace ClosedLoop.Core;

/// <summary>One channel of a stream, as its header describes it.</summary>
/// <param name="Label">The electrode or signal, e.g. <c>C3</c>; empty if the header is silent.</param>
/// <param name="Unit">The unit as written, e.g. <c>uV</c> or <c>microvolts</c>; empty if the header is silent.</param>
/// <param name="Type">The kind of signal as written, e.g. <c>EEG</c>; empty if the header is silent.</param>
public sealed record ChannelInfo(string Label, string Unit = "", string Type = "");
