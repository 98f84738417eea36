using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// A stimulus that the gate let through: the only thing that drivers and the pulse thread take. Nobody outside this assembly can make
/// one or change one; the gate keeps a single instance for the train that runs and fills it again for the next.
/// </summary>
public sealed class AdmittedTrain
{
    internal AdmittedTrain()
    {
    }

    /// <summary>The request it answers; 0 while nothing is admitted.</summary>
    public long Request { get; private set; }

    /// <summary>When the train starts, on this machine's clock.</summary>
    public Instant At { get; private set; }

    /// <summary>Timestamp of the newest sample behind the decision; its age is checked again at release.</summary>
    public Instant NewestSample { get; private set; }

    /// <summary>The pulses.</summary>
    public PulseTrain Train { get; private set; }

    internal void Admit(in PulseRequest request)
    {
        Request = request.Id;
        At = request.At;
        NewestSample = request.NewestSample;
        Train = request.Stimulus.Train;
    }

    internal void Clear()
    {
        Request = 0;
        At = default;
        NewestSample = default;
        Train = default;
    }
}
