namespace ClosedLoop.Control;

/// <summary>
/// A condition on beliefs, evaluated once for each frame of the clock stream, on the acquisition thread, without allocation. Same beliefs,
/// same readings: a rule has no clock and no chance of its own.
/// </summary>
public abstract class Rule
{
    private IReadOnlyList<Rule>? _self;

    /// <summary>Names the rule in the journal, e.g. <c>phase of mu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The rules that this one is made of; itself, if it is not made of others.</summary>
    public virtual IReadOnlyList<Rule> Parts => _self ??= [this];

    /// <summary>The newest reading.</summary>
    public RuleReading Last { get; private set; }

    /// <summary>Reads a frame and remembers the reading for the journal.</summary>
    public RuleReading Read(in RuleFrame frame) => Last = Evaluate(frame);

    /// <summary>Back to the state after construction.</summary>
    public virtual void Reset() => Last = default;

    /// <summary>Evaluates one frame.</summary>
    protected abstract RuleReading Evaluate(in RuleFrame frame);
}
