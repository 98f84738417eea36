namespace ClosedLoop.Model;

/// <summary>How an adaptive filter learns.</summary>
/// <param name="Inputs">Number of parallel fibres, 1 or more.</param>
/// <param name="LearningRate">β of the plain rule, or μ of the normalised one (0 to 1, default 0.1).</param>
/// <param name="IsNormalised">True divides the step by the power of the eligible inputs (NLMS), so that the rate has no
/// unit.</param>
/// <param name="EligibilityDelay">Steps after which the error about an input arrives; the inputs of that time are the ones that
/// change.</param>
/// <param name="EligibilitySteps">
/// Time constant of a fading trace of the inputs, in steps, on top of the delay; 0 for none. With a trace the error need not be
/// timed exactly, and learning is blurred.
/// </param>
/// <param name="WeightLimit">No weight grows beyond this in size; above 0.</param>
/// <param name="Leak">Share of each weight that is forgotten at a learning step, 0 or more, e.g. 1e-5.</param>
public sealed record AdaptiveFilterOptions(
    int Inputs,
    double LearningRate = 0.1,
    bool IsNormalised = true,
    int EligibilityDelay = 0,
    double EligibilitySteps = 0,
    double WeightLimit = 1e3,
    double Leak = 0);
