using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>The pulses whose artefacts and MEPs may still be in the signals: the last 256.</summary>
internal sealed class FeltPulses
{
    private const int Kept = 256;
    private const double ArtefactSpread = 0.7;

    private readonly Felt[] _pulses = new Felt[Kept];
    private readonly double[] _overMotorCortex;
    private readonly double[] _overCerebellum;
    private readonly string _conditioningCoil;
    private long _count;
    private long _eegFirst;
    private long _emgFirst;

    internal FeltPulses(SubjectSettings settings, ScalpPosition[] sites)
    {
        _conditioningCoil = settings.ConditioningCoil;
        _overMotorCortex = Couple(sites, ScalpPosition.Of("C3"));
        // 3 cm to the right of the inion and 1 cm below it.
        _overCerebellum = Couple(sites, ScalpPosition.At(97, 289));
    }

    private readonly record struct Felt(Instant Time, double Output, double[] Coupling, Instant Onset, double Microvolts);

    /// <summary>Takes a pulse with its MEP, none if the amplitude is 0.</summary>
    internal void Add(in CoilPulse pulse, Microvolts mep, Duration latency)
    {
        var coupling = pulse.Coil == _conditioningCoil ? _overCerebellum : _overMotorCortex;
        var felt = new Felt(pulse.Time, pulse.Amplitude.TotalPercent / 100, coupling, pulse.Time + latency, mep.TotalMicrovolts);
        _pulses[_count++ % Kept] = felt;
        _eegFirst = Math.Max(_eegFirst, _count - Kept);
        _emgFirst = Math.Max(_emgFirst, _count - Kept);
    }

    /// <summary>Adds all artefacts to a frame. Instants must not go back.</summary>
    internal void AddEegTo(Span<double> frame, Instant time)
    {
        while (_eegFirst < _count && time - _pulses[_eegFirst % Kept].Time > PulseArtefact.EegLength)
        {
            _eegFirst++;
        }

        for (var i = _eegFirst; i < _count; i++)
        {
            var pulse = _pulses[i % Kept];
            var microvolts = pulse.Output * PulseArtefact.EegMicrovolts(time - pulse.Time);
            for (var channel = 0; microvolts != 0 && channel < frame.Length; channel++)
            {
                frame[channel] += microvolts * pulse.Coupling[channel];
            }
        }
    }

    /// <summary>The sum of all artefacts and MEPs in the EMG, µV. Instants must not go back.</summary>
    internal double EmgAt(Instant time)
    {
        while (_emgFirst < _count && time - _pulses[_emgFirst % Kept].Onset > MotorResponse.Length + PulseArtefact.EmgLength)
        {
            _emgFirst++;
        }

        var sum = 0.0;
        for (var i = _emgFirst; i < _count; i++)
        {
            var pulse = _pulses[i % Kept];
            sum += (pulse.Output * PulseArtefact.EmgMicrovolts(time - pulse.Time))
                + (pulse.Microvolts * MotorResponse.At(time - pulse.Onset));
        }

        return sum;
    }

    private static double[] Couple(ScalpPosition[] sites, ScalpPosition coil) =>
        [.. sites.Select(site => 0.1 + (0.9 * coil.CouplingTo(site, ArtefactSpread)))];
}
