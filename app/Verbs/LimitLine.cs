using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>One limit in force, as <c>check</c> shows it.</summary>
/// <param name="Limit">Its name, as records call it.</param>
/// <param name="Side">"at most" or "at least".</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">The value's unit.</param>
/// <param name="HardCap">What no signature loosens.</param>
/// <param name="SetBy">"experiment" where that tightened it, else "built in".</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Certainty">How sure that source is.</param>
internal sealed record LimitLine(
    string Limit, string Side, double Value, string Unit, double HardCap, string SetBy, string Source, LimitCertainty Certainty);
