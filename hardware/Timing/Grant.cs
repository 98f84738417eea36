namespace ClosedLoop.Hardware;

/// <summary>What became of a right asked of the operating system. <c>default</c> is not asked: nothing may be assumed.</summary>
public enum Grant : byte
{
    /// <summary>Not asked for.</summary>
    NotAsked,

    /// <summary>Given.</summary>
    Granted,

    /// <summary>Asked for and not given.</summary>
    Refused,
}
