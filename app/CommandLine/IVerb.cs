using System.CommandLine;

namespace ClosedLoop.App;

/// <summary>One verb of the command line: one class in <c>Verbs</c> and one line in <see cref="VerbList"/>.</summary>
public interface IVerb
{
    /// <summary>The word typed, e.g. <c>check</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for the list of verbs.</summary>
    string Summary { get; }

    /// <summary>Command lines that work, one a line, shown by <c>--help</c>.</summary>
    string Example { get; }

    /// <summary>True for verbs that only the program itself uses.</summary>
    bool IsHidden => false;

    /// <summary>Adds the verb's arguments and options; called once, before <see cref="Run"/>.</summary>
    void Declare(Command command);

    /// <summary>Does the work.</summary>
    /// <returns>0 done, 1 refused or failed; the reason was said through <see cref="VerbCall.Refuse"/>.</returns>
    /// <exception cref="RefusedException">The verb cannot do what was asked; the message is shown and the status is
    /// 1.</exception>
    int Run(VerbCall call);
}
