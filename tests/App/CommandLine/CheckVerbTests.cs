namespace ClosedLoop.Tests.App;

public class CheckVerbTests
{
    private static string Cbi => Sample.InRepository("experiments/cbi-mu-phase.yaml");

    [Fact]
    public void A_good_experiment_is_shown_resolved_with_its_hash()
    {
        var ran = Ran.Line("check", Cbi);

        Assert.Equal(0, ran.Status);
        Assert.StartsWith("version: 1\nname: CBI gated by mu phase\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains(Sample.Cbi.Sha256(), ran.Out, StringComparison.Ordinal);
        Assert.Contains("40 trials with 60 pulses take at least", ran.Out, StringComparison.Ordinal);
        Assert.Empty(ran.Error);
    }

    [Fact]
    public void In_json_the_resolved_form_is_a_text_whose_hash_stands_beside_it()
    {
        var json = Ran.Line("check", Cbi, "--json").Json;

        Assert.True((bool)json["ok"]!);
        Assert.Equal(60, (int)json["pulses"]!);
        Assert.Equal((string?)json["sha256"], Sample.Good((string)json["resolved"]!).Sha256());
    }

    [Fact]
    public void Mistakes_are_on_standard_error_as_editors_read_them_and_the_status_is_1()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Sample.Changed(Sample.Single, "trials: 10", "trails: 10"));
        var ran = Ran.Line("check", file);
        File.Delete(file);

        Assert.Equal(1, ran.Status);
        Assert.Empty(ran.Out);
        Assert.StartsWith($"{file}:13:38: 'trails' is not a key", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("has 1 mistake; nothing was armed.\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_one_clear_sentence_and_status_1()
    {
        var ran = Ran.Line("check", "/nowhere.yaml", "--json");

        Assert.Equal(1, ran.Status);
        Assert.False((bool)ran.Json["ok"]!);
        Assert.Contains("there is no such file", ran.Error, StringComparison.Ordinal);
    }
}
