using System.CommandLine;
using ClosedLoop.App;

namespace ClosedLoop.Tests.App;

public class CommandLineTests
{
    public static TheoryData<string> Verbs => new(VerbList.All().Where(v => !v.IsHidden).Select(v => v.Name));

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_help_with_an_example(string verb)
    {
        var ran = Ran.Line(verb, "--help");

        Assert.Equal(0, ran.Status);
        Assert.Contains($"Example:\n  closedloop {verb}", ran.Out, StringComparison.Ordinal);
        Assert.Empty(ran.Error);
    }

    [Theory]
    [InlineData]
    [InlineData("chek")]
    [InlineData("check")]
    [InlineData("check", "a.yaml", "b.yaml")]
    [InlineData("check", "--no-such-option", "a.yaml")]
    public void Wrong_usage_is_status_2_with_sentences_on_standard_error_only(params string[] arguments)
    {
        var ran = Ran.Line(arguments);

        Assert.Equal(2, ran.Status);
        Assert.Empty(ran.Out);
        Assert.All(ran.Error.TrimEnd().Split('\n'), line => Assert.StartsWith("closedloop: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_is_status_1_with_its_sentence()
    {
        var ran = Ran.With([new Throwing(new RefusedException("No, because."))], "throw");

        Assert.Equal((1, "", "closedloop: No, because.\n"), (ran.Status, ran.Out, ran.Error));
    }

    [Fact]
    public void A_refusal_in_json_is_one_object_as_well()
    {
        var ran = Ran.With([new Throwing(new IOException("Disk full."))], "throw", "--json");

        Assert.Equal(1, ran.Status);
        Assert.Equal("Disk full.", (string?)ran.Json["error"]);
    }

    [Fact]
    public void An_error_of_the_program_is_status_1_and_asks_for_a_report()
    {
        var ran = Ran.With([new Throwing(new InvalidOperationException("Odd."))], "throw");

        Assert.Equal(1, ran.Status);
        Assert.StartsWith("closedloop: An error in the program, please report it with the lines below: "
            + "Odd.\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_null_in_json_and_keys_are_in_snake_case()
    {
        var ran = Ran.With([new Throwing(null)], "throw", "--json");

        Assert.Equal("{\"rate_hz\":null,\"p99_us\":1.5}", ran.Json.ToJsonString());
    }

    private sealed class Throwing(Exception? exception) : IVerb
    {
        public string Name => "throw";

        public string Summary => "Throws.";

        public string Example => "closedloop throw";

        public void Declare(Command command)
        {
        }

        public int Run(VerbCall call)
        {
            if (exception is not null)
            {
                throw exception;
            }

            call.WriteJson(new { RateHz = double.NaN, P99Us = 1.5 });
            return 0;
        }
    }
}
