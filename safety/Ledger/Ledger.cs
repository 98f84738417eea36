using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>The dose of one subject.</summary>
public sealed class Ledger
{
    private Ledger()
    {
    }

    /// <summary>A pause of the subject's pulses that ends a session: 30 min. A restarted program is not a new session.</summary>
    public static Duration SessionPause => Duration.FromSeconds(30 * 60);
}
