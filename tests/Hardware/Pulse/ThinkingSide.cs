using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>A thinking side that starts the pulse process, arms, and beats until it is killed.</summary>
internal static class ThinkingSide
{
    public static int Run(string planPath)
    {
        var plan = PulsePlan.Read(planPath);
        using var handle = PulseProcessHandle.Start(plan, Own("pulse"), Duration.FromSeconds(30));
        handle.Link.Beat(MonotonicClock.Instance.Now);
        handle.Link.TryAsk(Sessions.Arm(1));
        while (true)
        {
            handle.Link.Beat(MonotonicClock.Instance.Now);
            while (handle.Link.TryTake(out var answer))
            {
                if (answer.Kind is PulseAnswerKind.Armed or PulseAnswerKind.Disarmed)
                {
                    Console.WriteLine($"{answer.Kind} {answer.Fault} {handle.ProcessId}");
                }
            }

            Thread.Sleep(5);
        }
    }

    public static PulseProgram Own(string verb) => new("dotnet", [typeof(ThinkingSide).Assembly.Location, verb]);
}
