using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// A stimulator: it can be set, read back, energised, asked how it is, and made safe. It takes part in firing only through a trigger
/// wired to it (<see cref="ITrigger"/>), so nothing here makes a pulse.
/// </summary>
/// <remarks>
/// Each call blocks, with a time-out of its own, and is made on the device's own thread only. Nothing allocates after construction.
/// After each call <see cref="Report"/> holds what is then known. A command is never sent twice because its reply was lost, except
/// the two that are safe to repeat: asking for the state, and making safe. Silence means unknown, and unknown counts as energised.
/// Disposing makes the device safe and gives it back to its operator.
/// </remarks>
public interface IStimulator : IDisposable
{
    /// <summary>Its name in the experiment.</summary>
    string Name { get; }

    /// <summary>The longest it may go without being asked for its state.</summary>
    Duration PollPeriod { get; }

    /// <summary>How long it stays energised without firing before it goes safe by itself, which is no fault; zero means for ever.</summary>
    Duration OwnTimeOut { get; }

    /// <summary>What is known after the last call; its flags say <see cref="DeviceFlags.Answers"/> only if that call was answered.</summary>
    DeviceReport Report { get; }

    /// <summary>Sets the intensity, reads it back and compares.</summary>
    /// <returns>Done only if the device read back exactly this setting.</returns>
    DeviceExchange Prepare(PercentMso setting);

    /// <summary>Starts to charge; <see cref="Report"/> tells, after later polls, when it is ready.</summary>
    DeviceExchange Energise();

    /// <summary>Takes the energy off.</summary>
    /// <returns>Done only if the device then said that it is not energised.</returns>
    DeviceExchange MakeSafe();

    /// <summary>Asks for the state, and so keeps the device's own watchdog quiet.</summary>
    DeviceExchange Poll();
}
