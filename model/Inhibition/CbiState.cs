namespace ClosedLoop.Model;

/// <summary>What the trials so far say about cerebellar-brain inhibition. <c>default</c> is uncertain.</summary>
public enum CbiState : byte
{
    /// <summary>Neither can be said.</summary>
    Uncertain = 0,

    /// <summary>Inhibition is there: P(ratio &lt; 1) &gt; 0.975 and P(ratio &lt; 0.9) &gt; 0.8.</summary>
    Present = 1,

    /// <summary>No inhibition worth the name, by equivalence: the 95 % credible interval lies within 0.8 to 1.25.</summary>
    Absent = 2,
}
