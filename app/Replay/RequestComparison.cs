using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Collects the requests that the gate took in, and compares them with those that a replay asked for again.</summary>
internal sealed class RequestComparison : IFiringRecord
{
    private readonly Dictionary<long, PulseRequest> _taken = [];

    public void OnInput(in GateInput input, in GateVerdict verdict)
    {
        if (input.Kind == GateInputKind.Request)
        {
            _taken[input.Request.Id] = input.Request;
        }
    }

    public void OnOutcome(in PulseAnswer outcome)
    {
    }

    /// <summary>The first stimulus that was asked otherwise, in a sentence; null if all are the same.</summary>
    /// <param name="asked">What the replay asked for.</param>
    /// <param name="isComplete">Whether the gate's record reaches to the session's end; without that, later requests are not there.</param>
    public string? FirstDifference(IReadOnlyList<PulseRequest> asked, bool isComplete)
    {
        foreach (var request in asked.Where(request => request.Kind == PulseRequestKind.Stimulate))
        {
            if (!_taken.TryGetValue(request.Id, out var taken))
            {
                if (isComplete)
                {
                    return $"request {request.Id} was asked for again, and the gate never had it";
                }
            }
            else if (!AreSame(request, taken))
            {
                return $"request {request.Id} asks for {request.At} from {request.NewestSample}, and the gate had {taken.At} from {taken.NewestSample}";
            }
        }

        return null;
    }

    private static bool AreSame(in PulseRequest a, in PulseRequest b)
    {
        var (left, right) = (a.Stimulus.Train, b.Stimulus.Train);
        var same = a.At == b.At && a.NewestSample == b.NewestSample && a.Input == b.Input && a.Condition == b.Condition
            && left.PulseCount == right.PulseCount;
        for (var pulse = 0; same && pulse < left.PulseCount; pulse++)
        {
            same = left[pulse] == right[pulse];
        }

        return same;
    }
}
