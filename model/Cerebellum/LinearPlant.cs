namespace ClosedLoop.Model;

/// <summary>
/// What a Kalman forward model believes the world to do: <c>x(k+1) = A x + B u + w</c>, <c>y = C x + v</c>, w ~ N(0, Q), v ~ N(0,
/// R). Matrices are row after row.
/// </summary>
/// <param name="A">State transition, n × n.</param>
/// <param name="B">Effect of the command, n × p; empty without commands.</param>
/// <param name="C">What is observed, m × n.</param>
/// <param name="Q">Covariance of the state's noise, n × n, symmetric.</param>
/// <param name="R">Variances of the observations' noises, m numbers above 0; the noises are independent of each other.</param>
public sealed record LinearPlant(double[] A, double[] B, double[] C, double[] Q, double[] R)
{
    /// <summary>
    /// A scalar feature in units of its own standard deviation that relaxes to 0.
    /// </summary>
    public static LinearPlant Scalar(double a = 0.95, double q = 0.01, double r = 0.10) => new([a], [], [1], [q], [r]);

    /// <summary>Position and speed under random accelerations; the position is observed.</summary>
    /// <param name="step">Time between observations, s.</param>
    /// <param name="accelerationVariance">Variance of the acceleration, (unit/s²)².</param>
    /// <param name="r">Variance of the observation's noise, unit².</param>
    public static LinearPlant Kinematic(double step, double accelerationVariance, double r)
    {
        var (s2, s3) = (step * step, step * step * step);
        var a = accelerationVariance;
        return new([1, step, 0, 1], [], [1, 0], [a * s2 * s2 / 4, a * s3 / 2, a * s3 / 2, a * s2], [r]);
    }

    /// <summary>Number of states.</summary>
    public int States => (int)Math.Round(Math.Sqrt(A.Length));

    /// <summary>Number of commands.</summary>
    public int Commands => B.Length / Math.Max(States, 1);

    /// <summary>Number of observations.</summary>
    public int Observations => R.Length;

    /// <summary>Refuses matrices that do not fit each other.</summary>
    /// <exception cref="ArgumentException">A size does not fit, a number is not finite, or a variance of R is not above
    /// 0.</exception>
    public void Validate()
    {
        var n = States;
        if (n < 1 || A.Length != n * n || B.Length % n != 0 || C.Length != Observations * n || Q.Length != n * n || R.Length < 1)
        {
            throw new ArgumentException(
                $"A plant of {n} states needs A and Q of {n * n}, B of {n} a command and C of {n} an observation; "
                + $"it has A {A.Length}, B {B.Length}, C {C.Length}, Q {Q.Length}, R {R.Length}.");
        }

        if (R.Any(r => !(r > 0)) || A.Concat(B).Concat(C).Concat(Q).Concat(R).Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException("All numbers of a plant must be finite, and the variances of R above 0.");
        }
    }
}
