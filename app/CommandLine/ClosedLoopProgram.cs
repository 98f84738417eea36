using System.CommandLine;
using System.CommandLine.Help;

namespace ClosedLoop.App;

/// <summary>The command line: parses, dispatches to one verb, and turns its end into an exit status.</summary>
public static class ClosedLoopProgram
{
    private const int Refused = 1;
    private const int WrongUsage = 2;

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">What was typed after the program's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>0 done; 1 refused or failed, reason and remedy on <paramref name="error"/>; 2 wrong usage.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error) =>
        Run(arguments, VerbList.All(), output, error);

    /// <summary>Runs one command line with these verbs.</summary>
    public static int Run(IReadOnlyList<string> arguments, IReadOnlyList<IVerb> verbs, TextWriter output, TextWriter error)
    {
        var parsed = Root(verbs, output, error).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Wrong(parsed, error);
        }

        var status = parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
        if (parsed.Action is HelpAction)
        {
            ShowExample(verbs, parsed.CommandResult.Command.Name, output);
        }

        return status;
    }

    private static void ShowExample(IReadOnlyList<IVerb> verbs, string name, TextWriter output)
    {
        foreach (var line in verbs.Where(v => v.Name == name).SelectMany(v => v.Example.Split('\n').Prepend("Example:")))
        {
            output.WriteLine(line == "Example:" ? line : "  " + line.Trim());
        }
    }

    private static RootCommand Root(IReadOnlyList<IVerb> verbs, TextWriter output, TextWriter error)
    {
        var json = new Option<bool>("--json")
        {
            Description = "Write one JSON object to standard output and nothing else.",
            Recursive = true,
        };
        var root = new RootCommand("Real-time closed-loop brain stimulation and neurofeedback. Research software, not a "
            + "medical device.") { json };
        foreach (var verb in verbs)
        {
            root.Add(CommandOf(verb, json, output, error));
        }

        return root;
    }

    private static Command CommandOf(IVerb verb, Option<bool> json, TextWriter output, TextWriter error)
    {
        var command = new Command(verb.Name, verb.Summary) { Hidden = verb.IsHidden };
        verb.Declare(command);
        command.SetAction(parsed => Guarded(verb, new VerbCall(parsed, parsed.GetValue(json), output, error)));
        return command;
    }

    // Nothing leaves the program as a bare exception: what users can cause has its sentence, the rest asks for a report.
    private static int Guarded(IVerb verb, VerbCall call)
    {
        try
        {
            return verb.Run(call);
        }
        catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException)
        {
            return call.Refuse(e.Message);
        }
#pragma warning disable CA1031 // The last catch of the program: whatever it is, the user gets a sentence and a status.
        catch (Exception e)
#pragma warning restore CA1031
        {
            call.Refuse($"An error in the program, please report it with the lines below: {e.Message}");
            call.Error.WriteLine(e);
            return Refused;
        }
    }

    private static int Wrong(ParseResult parsed, TextWriter error)
    {
        foreach (var mistake in parsed.Errors)
        {
            error.WriteLine($"closedloop: {mistake.Message}");
        }

        var verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        error.WriteLine($"closedloop: see 'closedloop{verb} --help'.");
        return WrongUsage;
    }
}
