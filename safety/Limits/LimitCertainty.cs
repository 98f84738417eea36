namespace ClosedLoop.Safety;

/// <summary>How well a limit's value is known to be what its source says.</summary>
public enum LimitCertainty : byte
{
    /// <summary>This project's own choice, more careful than what is published or without a published counterpart.</summary>
    Project = 0,

    /// <summary>Written from memory of the source; a qualified person must compare it before a person is stimulated.</summary>
    Remembered = 1,

    /// <summary>Stated by a secondary source.</summary>
    Stated = 2,

    /// <summary>Compared with the source.</summary>
    Verified = 3,
}
