namespace ClosedLoop.Simulation;

/// <summary>Something that feels an emulated coil: the virtual subject, a test.</summary>
public interface ICoilListener
{
    /// <summary>
    /// Takes a pulse. Called on whatever thread made the coil fire, with the device's lock held: return soon, and do not call the
    /// device.
    /// </summary>
    void OnPulse(in CoilPulse pulse);
}
