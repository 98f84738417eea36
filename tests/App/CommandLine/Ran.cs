using System.Text.Json.Nodes;
using ClosedLoop.App;

namespace ClosedLoop.Tests.App;

/// <summary>What one command line did.</summary>
internal sealed record Ran(int Status, string Out, string Error)
{
    public JsonNode Json => JsonNode.Parse(Out)!;

    public static Ran Line(params string[] arguments) => With(VerbList.All(), arguments);

    public static Ran With(IReadOnlyList<IVerb> verbs, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = ClosedLoopProgram.Run(arguments, verbs, output, error);
        return new Ran(status, output.ToString(), error.ToString());
    }
}
