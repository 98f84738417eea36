namespace ClosedLoop.Acquisition;

/// <summary>A stretch of an XDF file that cannot be read; reading goes on behind the boundary chunk that ends it.</summary>
/// <param name="Start">The first byte of the chunk that is damaged.</param>
/// <param name="End">Where the next readable chunk begins, or the file's length.</param>
internal readonly record struct XdfDamage(long Start, long End);
