using ClosedLoop.App;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.App;

public class ResolvedFormTests
{
    [Theory]
    [InlineData("experiments/cbi-mu-phase.yaml")]
    [InlineData("experiments/mu-trough-single.yaml")]
    [InlineData("replay-data/mu-trigger/experiment.yaml")]
    public void The_resolved_form_reads_as_the_same_experiment(string file)
    {
        var experiment = ExperimentFile.Read(Sample.InRepository(file)).Experiment!;
        var again = Sample.Good(experiment.ToYaml());

        Assert.Equal(experiment.ToYaml(), again.ToYaml());
        Assert.Equal(experiment.Sha256(), again.Sha256());
    }

    [Fact]
    public void Any_text_in_a_name_survives()
    {
        var names = Gen.Elements("a:b", "# no", "\"q\"", "it's", "- x", "true", "1e5", "null", "µ ½", "a\\b", "{x}", " lead", "trail ", "*a", "%", "@b", "a #b", "yes");
        var property = Prop.ForAll(names.ToArbitrary(), name =>
        {
            var experiment = Sample.Good(Sample.Single) with { Name = name };
            return Sample.Good(experiment.ToYaml()).Name == name;
        });

        Check.QuickThrowOnFailure(property);
    }

    [Fact]
    public void Comments_and_layout_leave_the_hash_alone_and_values_do_not()
    {
        var hash = Sample.Good(Sample.Single).Sha256();

        Assert.Equal(hash, Sample.Good("# a comment\n" + Sample.Single).Sha256());
        Assert.Equal(hash, Sample.Good(Sample.Changed(Sample.Single, "target_deg: 180", "target_deg: -180, "
            + "horizon_ms: 20.0")).Sha256());
        Assert.NotEqual(hash, Sample.Good(Sample.Changed(Sample.Single, "target_deg: 180", "target_deg: 90")).Sha256());
    }

    [Fact]
    public void The_resolved_form_shows_every_default()
    {
        var yaml = Sample.Good(Sample.Single).ToYaml();

        Assert.Contains("max_age_ms: 50\n", yaml, StringComparison.Ordinal);
        Assert.Contains("tolerance_ms: 0.2\n", yaml, StringComparison.Ordinal);
        Assert.Contains("  eeg:\n    laplacian: C3\n    model_rate_hz: 500\n    blanking:\n      "
            + "before_ms: 2\n", yaml, StringComparison.Ordinal);
        Assert.Contains("setting_percent_mso: 60\n", yaml, StringComparison.Ordinal);
    }
}
