namespace ClosedLoop.App;

/// <summary>What a stream holds; written as LSL writes content types.</summary>
public enum StreamKind
{
    /// <summary>Electroencephalogram.</summary>
    EEG,

    /// <summary>Electromyogram.</summary>
    EMG,

    /// <summary>Text with times.</summary>
    Markers,
}
