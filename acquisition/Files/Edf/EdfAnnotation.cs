namespace ClosedLoop.Acquisition;

/// <summary>One annotation of an EDF+ file.</summary>
/// <param name="OnsetNanoseconds">When it begins, from the start of the recording.</param>
/// <param name="LengthNanoseconds">How long it lasts, null if the file does not say.</param>
/// <param name="Text">Its text.</param>
internal readonly record struct EdfAnnotation(long OnsetNanoseconds, long? LengthNanoseconds, string Text);
