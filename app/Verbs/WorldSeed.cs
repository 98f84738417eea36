namespace ClosedLoop.App;

/// <summary>The seed of a virtual world as it is typed.</summary>
internal static class WorldSeed
{
    /// <summary>The seed, if it is one.</summary>
    /// <exception cref="RefusedException">It is negative.</exception>
    public static ulong Of(long typed) => typed >= 0
        ? (ulong)typed
        : throw new RefusedException($"'--seed {typed}' was asked for; possible are whole numbers from 0 to {long.MaxValue}.");
}
