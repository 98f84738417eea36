using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Compiles what the firing side runs before anything is armed: the first call of a method costs 4 to 25 ms, which no pulse has.
/// </summary>
internal static class WarmUp
{
    /// <summary>Compiles every plain method of the three assemblies, and runs a short session on a virtual clock for the generic ones.</summary>
    public static void Run()
    {
        Prepare(typeof(Instant).Assembly);
        Prepare(typeof(Gate).Assembly);
        Prepare(typeof(WarmUp).Assembly);
        Rehearse();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The program is not trimmed.")]
    private static void Prepare(Assembly assembly)
    {
        const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        foreach (var type in assembly.GetTypes().Where(t => !t.ContainsGenericParameters && !t.IsSubclassOf(typeof(Delegate))))
        {
            foreach (var method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }

    private static void Rehearse()
    {
        var limits = new LimitSettings
        {
            Subject = new SubjectFacts { Id = "rehearsal", RestingThreshold = PercentMso.FromPercent(50) },
            Outputs = [new OutputFacts { Name = "rehearsal", IsSimulated = true, IsTemperatureUnmonitored = true }],
        }.Resolve();
        var start = Instant.FromSeconds(1000);
        var setting = PercentMso.FromPercent(50);
        using var lines = new LineCount();
        using var link = new InProcessPulseLink(limits, [setting], start, record: lines);
        link.TryAsk(new PulseRequest { Kind = PulseRequestKind.Arm, Id = 1 });
        var train = PulseTrain.Create([new Pulse(0, Duration.Zero, setting)]);
        link.TryAsk(new PulseRequest
        {
            Kind = PulseRequestKind.Stimulate,
            Id = 2,
            At = start + Duration.FromMilliseconds(20),
            NewestSample = start,
            Stimulus = Stimulus.Of(train),
        });
        link.Beat(start + Duration.FromSeconds(1));
        link.TryAsk(new PulseRequest { Kind = PulseRequestKind.Stimulate, Id = 2 });
        link.Inject(FaultKind.StreamLost);
        link.TryAsk(new PulseRequest { Kind = PulseRequestKind.Disarm, Id = 3 });

        // An ideal pulse errs by nothing; a number with a fraction, negative too, is written by code of its own.
        var late = new PulseAnswer { Kind = PulseAnswerKind.Fired, Asked = start, Done = start + Duration.FromNanoseconds(1_234_567) };
        lines.OnOutcome(late);
        late.Done = start - Duration.FromNanoseconds(321);
        lines.OnOutcome(late);
    }

    /// <summary>Writes the rehearsal's lines as the record would, and drops them.</summary>
    private sealed class LineCount : IFiringRecord, IDisposable
    {
        private readonly GateLineWriter _lines = new();

        public int Bytes { get; private set; }

        public void OnInput(in GateInput input, in GateVerdict verdict) => Bytes += _lines.Input(input, verdict).Length;

        public void OnOutcome(in PulseAnswer outcome) => Bytes += _lines.Outcome(outcome).Length;

        public void Dispose() => _lines.Dispose();
    }
}
