namespace ClosedLoop.Acquisition;

/// <summary>The kinds of chunk in an XDF file, by their number there.</summary>
internal enum XdfTag : ushort
{
    None = 0,
    FileHeader = 1,
    StreamHeader = 2,
    Samples = 3,
    RecordedClockOffset = 4,
    Boundary = 5,
    StreamFooter = 6,
}
