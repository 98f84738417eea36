using System.CommandLine;
using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>The program as the process that fires; started by the program itself.</summary>
internal sealed class PulseProcessVerb : IVerb
{
    /// <summary>The hidden word.</summary>
    public const string Word = "pulse-process";

    private readonly Option<string> _plan = new(PulseProcess.PlanOption) { Description = "The plan.", Required = true };

    public string Name => Word;

    public string Summary => "The process that fires; started by the program itself.";

    public string Example => "closedloop pulse-process --plan PATH";

    public bool IsHidden => true;

    public void Declare(Command command) => command.Add(_plan);

    public int Run(VerbCall call) => PulseProcess.Run([PulseProcess.PlanOption, call.Parsed.GetValue(_plan)!]);
}
