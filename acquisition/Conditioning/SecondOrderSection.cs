namespace ClosedLoop.Acquisition;

/// <summary>One section of a recursive filter: y = b0 x + b1 x₋₁ + b2 x₋₂ − a1 y₋₁ − a2 y₋₂. <c>default</c> gives nothing out.</summary>
/// <param name="B0">Weight of the newest input.</param>
/// <param name="B1">Weight of the input before.</param>
/// <param name="B2">Weight of the input before that.</param>
/// <param name="A1">Weight of the output before, with the sign that it has in the denominator 1 + a1 z⁻¹ + a2 z⁻².</param>
/// <param name="A2">Weight of the output before that.</param>
public readonly record struct SecondOrderSection(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Gain for a constant input, (b0 + b1 + b2)/(1 + a1 + a2).</summary>
    public double StepGain => (B0 + B1 + B2) / (1 + A1 + A2);

    /// <summary>Whether both poles lie inside the unit circle (Jury's conditions: |a2| &lt; 1 and |a1| &lt; 1 + a2).</summary>
    public bool IsStable => Math.Abs(A2) < 1 && Math.Abs(A1) < 1 + A2;
}
