using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>How the pulse thread waits: in the kernel and then spinning, or on a virtual clock in tests.</summary>
internal interface IReleaseWait
{
    /// <summary>The present instant.</summary>
    Instant Now { get; }

    /// <summary>Returns at the instant, or as soon as <see cref="Interrupt"/> was called.</summary>
    void Until(Instant instant);

    /// <summary>Ends the present wait, and the next ones until <see cref="Begin"/>; any thread.</summary>
    void Interrupt();

    /// <summary>Starts a new train: earlier interruptions count no more.</summary>
    void Begin();
}
