namespace ClosedLoop.App;

/// <summary>Where something stands in a text file. <c>default</c> is nowhere.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
internal readonly record struct Place(int Line, int Column);
