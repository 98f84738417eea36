using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>The first line of <c>gate.jsonl</c>.</summary>
internal sealed record GateLogHeader(
    string Format, int Version, string Session, string ProgramVersion, string LimitsHash, LimitSettings Limits);
