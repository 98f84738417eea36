namespace ClosedLoop.Control;

/// <summary>What came of one evaluation of the rule.</summary>
public enum DecisionOutcome : byte
{
    /// <summary>The rule is not met.</summary>
    NotMet,

    /// <summary>The rule went on being met; its onset was decided before.</summary>
    StillMet,

    /// <summary>The rule became met, and what it asks for was held back.</summary>
    Held,

    /// <summary>The rule became met, and a stimulus was asked of the gate.</summary>
    Asked,

    /// <summary>The rule became met, and feedback was given.</summary>
    FedBack,
}
