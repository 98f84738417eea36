using ClosedLoop.Hardware;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>A real recording through the live pipeline decides today as it did when its expected files were written.</summary>
public sealed class GoldenTests(GoldenRun golden) : IClassFixture<GoldenRun>
{
    private const string Remedy = $"If the change is meant, renew with: {GoldenFiles.Variable}=1 dotnet test tests/Loop --filter GoldenTests";

    [Fact]
    public void Every_decision_is_the_one_on_record()
    {
        if (GoldenFiles.IsRenewal)
        {
            GoldenFiles.Write(golden.Run);
            Assert.Fail($"The golden files were written anew; look at the difference, then run without {GoldenFiles.Variable}.");
        }

        var expected = GoldenFiles.Decisions;
        var actual = File.ReadAllLines(golden.Run.PathOf("decisions.jsonl"));
        for (var line = 0; line < Math.Min(expected.Length, actual.Length); line++)
        {
            Assert.True(
                expected[line] == actual[line],
                $"Line {line + 1} of decisions.jsonl differs.\n  expected  {expected[line]}\n  decided   {actual[line]}\n{Remedy}");
        }

        Assert.True(expected.Length == actual.Length, $"{actual.Length} decisions were made, {expected.Length} expected. {Remedy}");
    }

    [Fact]
    public void Every_stage_has_the_hash_on_record()
    {
        var expected = GoldenFiles.StageHashes;
        var actual = golden.Run.Summary.StageHashes;

        Assert.Equal(["inputs", "conditioning", "beliefs", "decisions", "verdicts"], actual.Keys);
        var first = actual.Keys.FirstOrDefault(stage => expected.GetValueOrDefault(stage) != actual[stage]);
        Assert.True(first is null, $"The replay parts from its record in the stage '{first}'. {Remedy}");
    }

    [Fact]
    public void The_gate_judges_every_input_on_its_record_again_as_it_did()
    {
        var again = FiringReplay.Run(golden.Run.PathOf("gate.jsonl"));

        Assert.True(again.IsSame, $"Line {again.DifferingLine}: recorded {again.Recorded}, judged {again.Recreated}");
        Assert.True(again.Inputs > golden.Run.Summary.Admitted);
    }
}
