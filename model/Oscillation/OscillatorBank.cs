using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// The linear Gaussian model of a signal as a sum of damped stochastic oscillators and white noise, with its Kalman filter
/// (Matsuda and Komaki 2017). Component j: <c>x(k+1) = ρ R(ω/rate) x(k) + w</c>, <c>w ~ N(0, q I)</c>, <c>q = σ² (1 − ρ²)</c>; a
/// component at 0 Hz has one state and no rotation; <c>y = Σ x_j[0] + v</c>, <c>v ~ N(0, R)</c>. Component 0 is the rhythm.
/// </summary>
/// <remarks>
/// The covariance is carried along until the gain no longer moves, then left alone as long as every sample corrects: the filter
/// costs its full recursion only after a start or a bad sample. Only + − × ÷ in the path. Sized for the largest model; nothing
/// allocates after construction.
/// </remarks>
internal sealed class OscillatorBank
{
    // Beyond this many standard deviations an innovation is an electrode, not a brain: the correction stops growing there.
    private const double InnovationLimit = 5;

    // Relative change of the gain in one step below which it counts as settled; the slowest mode has about 10³ steps left of it.
    private const double SettledChange = 1e-12;

    private const int MaximumComponents = OscillationParameters.MaximumBackground + 1;
    private const int MaximumStates = 2 * MaximumComponents;

    private readonly int[] _first = new int[MaximumComponents];
    private readonly int[] _size = new int[MaximumComponents];
    private readonly double[] _dampedCosine = new double[MaximumComponents];
    private readonly double[] _dampedSine = new double[MaximumComponents];
    private readonly double[] _decay = new double[MaximumComponents];
    private readonly double[] _turn = new double[MaximumComponents];
    private readonly double[] _variance = new double[MaximumComponents];
    private readonly double[] _drive = new double[MaximumComponents];
    private readonly double[] _state = new double[MaximumStates];
    private readonly double[] _gain = new double[MaximumStates];
    private readonly double[] _column = new double[MaximumStates];
    private readonly double[] _covariance = new double[MaximumStates * MaximumStates];
    private int _components;
    private int _states;
    private double _noise;
    private double _innovationVariance;
    private bool _settled;

    /// <summary>First state of the rhythm: its in-phase part, µV.</summary>
    public double Real => _state[0];

    /// <summary>Second state of the rhythm: its quadrature, µV.</summary>
    public double Imaginary => _state[1];

    /// <summary>Posterior variance of the first state, µV².</summary>
    public double RealVariance => _covariance[0];

    /// <summary>Posterior covariance of the two states, µV².</summary>
    public double CrossVariance => _covariance[1];

    /// <summary>Posterior variance of the second state, µV².</summary>
    public double ImaginaryVariance => _covariance[MaximumStates + 1];

    /// <summary>Stationary variance of the rhythm, µV².</summary>
    public double RhythmVariance => _variance[0];

    /// <summary>True while the gain has stopped moving and the covariance is left alone.</summary>
    public bool IsSettled => _settled;

    /// <summary>Variance of the newest innovation, µV².</summary>
    public double InnovationVariance => _innovationVariance;

    /// <summary>Takes over a model and forgets everything else.</summary>
    public void Load(OscillationParameters parameters, double rateHz)
    {
        _components = 0;
        _states = 0;
        Add(parameters.PeakHz, parameters.BandwidthHz, parameters.RmsMicrovolts, rateHz);
        for (var i = 0; i < parameters.Background.Count; i++)
        {
            var background = parameters.Background[i];
            if (background.RmsMicrovolts > 0)
            {
                Add(background.CentreHz, background.BandwidthHz, background.RmsMicrovolts, rateHz);
            }
        }

        _noise = parameters.NoiseMicrovoltsPerRootHertz * parameters.NoiseMicrovoltsPerRootHertz * rateHz / 2;
        SetStep(1);
        Forget();
    }

    /// <summary>Back to the stationary prior: nothing seen.</summary>
    public void Forget()
    {
        Array.Clear(_state);
        Array.Clear(_gain);
        Array.Clear(_covariance);
        for (var component = 0; component < _components; component++)
        {
            for (var i = _first[component]; i < _first[component] + _size[component]; i++)
            {
                _covariance[(i * MaximumStates) + i] = _variance[component];
            }
        }

        _settled = false;
        _innovationVariance = 0;
    }

    /// <summary>
    /// So many samples later, nothing measured: the state turns and fades, the covariance grows towards the prior. One step
    /// however long.
    /// </summary>
    public void Predict(double samples)
    {
        SetStep(samples);
        Turn();
        Spread();
        SetStep(1);
        _settled = false;
    }

    /// <summary>One sample later, with a measurement, µV.</summary>
    public void PredictAndCorrect(double microvolts)
    {
        Turn();
        if (!_settled)
        {
            Spread();
            Narrow();
        }

        var predicted = 0.0;
        for (var component = 0; component < _components; component++)
        {
            predicted += _state[_first[component]];
        }

        var innovation = Limited(microvolts - predicted);
        for (var i = 0; i < _states; i++)
        {
            _state[i] += _gain[i] * innovation;
        }
    }

    private double Limited(double innovation)
    {
        var square = InnovationLimit * InnovationLimit * _innovationVariance;
        return innovation * innovation <= square ? innovation : Math.CopySign(Math.Sqrt(square), innovation);
    }

    private void Add(double centreHz, double bandwidthHz, double rms, double rateHz)
    {
        var component = _components++;
        _first[component] = _states;
        _size[component] = centreHz > 0 ? 2 : 1;
        _decay[component] = Math.PI * bandwidthHz / rateHz;
        _turn[component] = 2 * Math.PI * centreHz / rateHz;
        _variance[component] = rms * rms;
        _states += _size[component];
    }

    private void SetStep(double samples)
    {
        for (var component = 0; component < _components; component++)
        {
            var damping = DeterministicMath.Exp(-_decay[component] * samples);
            var (sine, cosine) = DeterministicMath.SinCos(_turn[component] * samples);
            _dampedCosine[component] = damping * cosine;
            _dampedSine[component] = damping * sine;
            _drive[component] = _variance[component] * (1 - (damping * damping));
        }
    }

    private void Turn()
    {
        for (var component = 0; component < _components; component++)
        {
            var i = _first[component];
            var c = _dampedCosine[component];
            var real = _state[i];
            if (_size[component] == 1)
            {
                _state[i] = c * real;
                continue;
            }

            var s = _dampedSine[component];
            var imaginary = _state[i + 1];
            _state[i] = (c * real) - (s * imaginary);
            _state[i + 1] = (s * real) + (c * imaginary);
        }
    }

    // P ← F P Fᵀ + Q, first the rows of each component, then its columns.
    private void Spread()
    {
        for (var component = 0; component < _components; component++)
        {
            for (var other = 0; other < _states; other++)
            {
                TurnPair(component, (_first[component] * MaximumStates) + other, MaximumStates);
            }
        }

        for (var component = 0; component < _components; component++)
        {
            for (var other = 0; other < _states; other++)
            {
                TurnPair(component, (other * MaximumStates) + _first[component], 1);
            }

            for (var i = _first[component]; i < _first[component] + _size[component]; i++)
            {
                _covariance[(i * MaximumStates) + i] += _drive[component];
            }
        }
    }

    private void TurnPair(int component, int at, int step)
    {
        var c = _dampedCosine[component];
        var real = _covariance[at];
        if (_size[component] == 1)
        {
            _covariance[at] = c * real;
            return;
        }

        var s = _dampedSine[component];
        var imaginary = _covariance[at + step];
        _covariance[at] = (c * real) - (s * imaginary);
        _covariance[at + step] = (s * real) + (c * imaginary);
    }

    // K = P h / S, P ← P − K hᵀ P, where h picks the first state of each component; the two halves of P are written alike.
    private void Narrow()
    {
        var innovationVariance = _noise;
        for (var i = 0; i < _states; i++)
        {
            var sum = 0.0;
            for (var component = 0; component < _components; component++)
            {
                sum += _covariance[(i * MaximumStates) + _first[component]];
            }

            _column[i] = sum;
        }

        for (var component = 0; component < _components; component++)
        {
            innovationVariance += _column[_first[component]];
        }

        var change = 0.0;
        var size = 0.0;
        for (var i = 0; i < _states; i++)
        {
            var gain = _column[i] / innovationVariance;
            change = Math.Max(change, Math.Abs(gain - _gain[i]));
            size = Math.Max(size, Math.Abs(gain));
            _gain[i] = gain;
        }

        for (var i = 0; i < _states; i++)
        {
            for (var j = i; j < _states; j++)
            {
                var value = _covariance[(i * MaximumStates) + j] - (_gain[i] * _column[j]);
                _covariance[(i * MaximumStates) + j] = value;
                _covariance[(j * MaximumStates) + i] = value;
            }
        }

        _innovationVariance = innovationVariance;
        _settled = change <= SettledChange * size;
    }
}
