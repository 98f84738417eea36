namespace ClosedLoop.Control;

/// <summary>
/// Work too slow for the path, such as a fit: collected on the acquisition thread, run in the side lane, applied when its result comes
/// back as an input.
/// </summary>
public interface ISideTask
{
    /// <summary>Its name, unique in the session.</summary>
    string Name { get; }

    /// <summary>True once, when there is enough data to run; asked after each frame of the clock stream.</summary>
    bool TryBecomeDue();

    /// <summary>Does the work on what was collected; called on another thread, once. The collected data do not change meanwhile.</summary>
    SideResult Run(long fromInput);

    /// <summary>Takes the result; called on the acquisition thread.</summary>
    void Apply(SideResult result);

    /// <summary>Whether the session must wait for the result before it can be armed, and still waits.</summary>
    bool IsPending { get; }
}
