using System.CommandLine;
using System.Runtime.InteropServices;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary><c>emulate</c>: one device on a pseudo-terminal, for anybody's software to talk to.</summary>
internal sealed class EmulateVerb : IVerb
{
    private readonly Argument<string> _device = new("DEVICE")
    {
        Description = $"One of: {string.Join(", ", EmulatorKinds.All.Select(kind => kind.Name))}.",
    };

    private readonly Option<string?> _link = new("--link") { Description = "A stable name for the port: a symbolic link that is made and removed." };

    private readonly Option<string?> _journal = new("--journal") { Description = "Writes every byte, state and pulse with its time into this file." };

    private readonly Option<bool> _immediate = new("--immediate") { Description = "Answers at once, without the device's pace on the wire." };

    public string Name => "emulate";

    public string Summary => "A stimulator or the timer box on a pseudo-terminal, for anybody's software to talk to.";

    public string Example => "closedloop emulate magstim200 --link /tmp/magstim --journal magstim.journal";

    public void Declare(Command command)
    {
        command.Add(_device);
        command.Add(_link);
        command.Add(_journal);
        command.Add(_immediate);
    }

    public int Run(VerbCall call)
    {
        using var end = new ManualResetEventSlim(false);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Leave(context, end));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Leave(context, end));
        var kind = Find(call.Parsed.GetValue(_device)!);
        using var journal = new ByteJournal(call.Parsed.GetValue(_journal));
        using var host = new EmulatorHost(
            kind.Create(kind.Name, journal, !call.Parsed.GetValue(_immediate)), link: call.Parsed.GetValue(_link));
        if (call.Json)
        {
            call.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(new { pid = Environment.ProcessId, device = kind.Name, port = host.Path }));
            call.Out.Flush();
        }
        else
        {
            call.Say($"{kind.Summary}: {host.Path}. Ctrl-C ends.");
        }

        while (!end.Wait(TimeSpan.FromMilliseconds(100)))
        {
            if (host.Failure is { } failure)
            {
                return call.Refuse($"The emulated device stopped: {failure.Message}");
            }
        }

        return 0;
    }

    private static EmulatorKind Find(string name)
    {
        try
        {
            return EmulatorKinds.Find(name);
        }
        catch (ArgumentException refusal)
        {
            throw new RefusedException(refusal.Message, refusal);
        }
    }

    private static void Leave(PosixSignalContext context, ManualResetEventSlim end)
    {
        context.Cancel = true;
        end.Set();
    }
}
