namespace ClosedLoop.Core;

/// <summary>A piece of text with its time: one frame of a text stream.</summary>
/// <param name="Time">The marker's own time, on the local clock.</param>
/// <param name="Text">The text as sent; a marker stream of several channels sends them joined by tabs.</param>
public readonly record struct Marker(Instant Time, string Text);
