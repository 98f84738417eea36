using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>One decision with all that it rested on; storage is made once and filled again and again.</summary>
public sealed class DecisionRecord
{
    /// <summary>Makes the storage.</summary>
    /// <param name="parts">Number of the rule's parts.</param>
    /// <param name="beliefs">Number of beliefs.</param>
    public DecisionRecord(int parts, int beliefs)
    {
        Parts = new RuleReading[parts];
        Beliefs = new Belief[beliefs];
    }

    /// <summary>Number of the frame among the inputs.</summary>
    public long Input { get; set; }

    /// <summary>The turn's instant.</summary>
    public Instant Taken { get; set; }

    /// <summary>The frame's timestamp.</summary>
    public Instant Sample { get; set; }

    /// <summary>Which evaluation of the session it is, from 0: the index of the clock stream's model frame.</summary>
    public long SampleIndex { get; set; }

    /// <summary>What was decided.</summary>
    public DecisionOutcome Outcome { get; set; }

    /// <summary>Why it was held.</summary>
    public HeldReason Reason { get; set; }

    /// <summary>When the rule wanted the pulse; unset if it was not met.</summary>
    public Instant At { get; set; }

    /// <summary>The request asked; 0 if none.</summary>
    public long Request { get; set; }

    /// <summary>The condition asked; −1 if none.</summary>
    public int Condition { get; set; }

    /// <summary>Each part's reading, in the order of <see cref="Rule.Parts"/>.</summary>
    public RuleReading[] Parts { get; }

    /// <summary>Every belief, in the order of the board's slots.</summary>
    public Belief[] Beliefs { get; }

    /// <summary>Copies another record's contents; allocates nothing.</summary>
    public void CopyFrom(DecisionRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Input = other.Input;
        Taken = other.Taken;
        Sample = other.Sample;
        SampleIndex = other.SampleIndex;
        Outcome = other.Outcome;
        Reason = other.Reason;
        At = other.At;
        Request = other.Request;
        Condition = other.Condition;
        other.Parts.CopyTo(Parts, 0);
        other.Beliefs.CopyTo(Beliefs, 0);
    }
}
