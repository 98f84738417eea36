namespace ClosedLoop.Control;

/// <summary>
/// What a rule leads to: a stimulus, by way of the gate, or feedback, never by way of the pulse process. Called on the acquisition thread;
/// neither allocates nor blocks.
/// </summary>
public interface IAction
{
    /// <summary>Acts on an onset of the rule.</summary>
    ActionResult Act(in Onset onset);
}
