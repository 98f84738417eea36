using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Control;

/// <summary>A firing side that does what the test says: by default it arms, admits everything and fires on time.</summary>
internal sealed class ScriptedLink : IPulseLink
{
    private readonly Queue<PulseAnswer> _answers = new();

    public List<PulseRequest> Asked { get; } = [];

    public bool IsFull { get; set; }

    public Func<PulseRequest, LimitId> Verdict { get; set; } = _ => LimitId.None;

    public bool Fires { get; set; } = true;

    public bool ConfirmsArming { get; set; } = true;

    public bool ConfirmsDisarming { get; set; } = true;

    public void Answer(PulseAnswer answer) => _answers.Enqueue(answer);

    public bool TryAsk(in PulseRequest request)
    {
        if (IsFull)
        {
            return false;
        }

        Asked.Add(request);
        Respond(request);
        return true;
    }

    public bool TryTake(out PulseAnswer answer) => _answers.TryDequeue(out answer);

    public void Beat(Instant taken)
    {
    }

    private void Respond(PulseRequest request)
    {
        switch (request.Kind)
        {
            case PulseRequestKind.Arm when ConfirmsArming:
                Answer(new PulseAnswer { Kind = PulseAnswerKind.Armed, Request = request.Id });
                break;
            case PulseRequestKind.Disarm when ConfirmsDisarming:
                Answer(new PulseAnswer { Kind = PulseAnswerKind.Disarmed, Request = request.Id });
                break;
            case PulseRequestKind.Stimulate when Verdict(request) is var limit and not LimitId.None:
                Answer(new PulseAnswer { Kind = PulseAnswerKind.Refused, Request = request.Id, Limit = limit });
                break;
            case PulseRequestKind.Stimulate:
                Answer(new PulseAnswer { Kind = PulseAnswerKind.Admitted, Request = request.Id });
                if (Fires)
                {
                    Fire(request);
                }

                break;
            default:
                break;
        }
    }

    private void Fire(PulseRequest request)
    {
        for (var pulse = 0; pulse < request.Stimulus.Train.PulseCount; pulse++)
        {
            var at = request.At + request.Stimulus.Train[pulse].Offset;
            Answer(new PulseAnswer
            {
                Kind = PulseAnswerKind.Fired,
                Request = request.Id,
                Pulse = pulse,
                Output = request.Stimulus.Train[pulse].Output,
                Asked = at,
                Done = at + Duration.FromMicroseconds(10),
            });
        }

        Answer(new PulseAnswer { Kind = PulseAnswerKind.TrainEnded, Request = request.Id, Pulse = request.Stimulus.Train.PulseCount });
    }
}
