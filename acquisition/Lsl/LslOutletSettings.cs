using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>How an outlet behaves.</summary>
/// <param name="Description">More for the header's <c>desc</c>: the children of this element follow the channels; null for none.</param>
/// <param name="Clock">The clock of the timestamps that are pushed; null for <see cref="MonotonicClock"/>.</param>
/// <param name="Scope">Who may find and read the stream. LSL knows no passwords: on an open network use <see cref="LslScope.Machine"/>.</param>
/// <param name="SessionId">LSL's session; other programs look in <c>default</c>.</param>
/// <param name="BufferSeconds">Seconds of a regular stream that are kept for a client that lags, above 0; an irregular stream keeps up to 1 MiB.</param>
public sealed record LslOutletSettings(
    XElement? Description = null,
    Clock? Clock = null,
    LslScope Scope = LslScope.Site,
    string SessionId = "default",
    double BufferSeconds = 10);
