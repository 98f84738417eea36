namespace ClosedLoop.Control;

/// <summary>Gives each trial's MEP once its window is over; asked after each frame of the muscle's stream.</summary>
public interface IMepSource
{
    /// <summary>Takes the newest measurement; false when there is none.</summary>
    bool TryTake(out MepReading reading);
}
