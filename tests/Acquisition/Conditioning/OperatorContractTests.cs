using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

/// <summary>The contract itself: an operator that breaks one promise is found out by the test of that promise.</summary>
public sealed class OperatorContractTests
{
    [Fact]
    public void An_operator_that_depends_on_the_cut_is_found_out() =>
        AssertFails(Fault.DependsOnTheCut, contract => contract.The_output_is_the_same_in_blocks_of(7));

    [Fact]
    public void An_operator_that_keeps_a_block_is_found_out() =>
        AssertFails(Fault.KeepsTheBlock, contract => contract.Nothing_is_kept_of_a_poisoned_block());

    [Fact]
    public void An_operator_that_allocates_is_found_out() =>
        AssertFails(Fault.Allocates, contract => contract.Processing_allocates_nothing_after_warm_up());

    [Fact]
    public void An_operator_that_remembers_across_a_reset_is_found_out() =>
        AssertFails(Fault.IgnoresReset, contract => contract.Reset_equals_new());

    [Fact]
    public void An_operator_that_lets_a_NaN_into_its_state_is_found_out() =>
        AssertFails(Fault.SpreadsNaN, contract => contract.A_value_that_is_not_finite_is_marked_and_does_not_spread());

    [Fact]
    public void An_operator_that_loses_flags_is_found_out()
    {
        AssertFails(Fault.LosesFlags, contract => contract.A_gap_is_marked_where_it_was_and_nowhere_else());
        AssertFails(Fault.LosesFlags, contract => contract.Every_flag_of_the_reader_is_handed_on());
    }

    [Fact]
    public void An_operator_that_hands_out_a_new_block_each_time_is_found_out() =>
        AssertFails(Fault.Allocates, contract => contract.The_output_block_is_lent_and_poisoned_before_it_is_filled_again());

    private static void AssertFails(Fault fault, Action<Contract> promise)
    {
        promise(new Contract(Fault.None));
        Assert.ThrowsAny<Exception>(() => promise(new Contract(fault)));
    }

    private enum Fault
    {
        None,
        DependsOnTheCut,
        KeepsTheBlock,
        Allocates,
        IgnoresReset,
        SpreadsNaN,
        LosesFlags,
    }

    private sealed class Contract(Fault fault) : OperatorContract
    {
        protected override StreamInfo Input => Montages.Stream(["C3"]);

        protected override IBlockOperator Create(int capacity) => new LeakyMean(fault, Input, capacity);
    }

    /// <summary>An exponential mean, right or with one fault.</summary>
    private sealed class LeakyMean(Fault fault, StreamInfo stream, int capacity) : IBlockOperator
    {
        private SampleBlock _output = new(stream, capacity);
        private SampleBlock? _kept;
        private double _mean;
        private float _good;

        public StreamInfo Output => stream;

        public double DelaySamples => 0;

        public Duration Delay => Duration.Zero;

        public SampleBlock Process(SampleBlock input)
        {
            _output.Poison();
            _output = fault == Fault.Allocates ? new(stream, capacity) : _output;
            _output.FirstInput = input.FirstInput;
            var kept = _kept is { FrameCount: > 0 } ? _kept.Frame(0)[0] : 0;
            for (var i = 0; i < input.FrameCount; i++)
            {
                Take(input.Frame(i)[0], input.Timestamps[i], input.Qualities[i], i == 0, kept);
            }

            _kept = fault == Fault.KeepsTheBlock ? input : null;
            return _output;
        }

        public void Reset() => (_mean, _good) = fault == Fault.IgnoresReset ? (_mean, _good) : (0, 0);

        private void Take(float value, Instant time, SampleQuality quality, bool isFirst, float kept)
        {
            var isGood = float.IsFinite(value) || fault == Fault.SpreadsNaN;
            _good = isGood ? value : _good;
            _mean += 0.01 * (_good - _mean);
            quality |= isGood ? SampleQuality.Good : SampleQuality.NotFinite;
            quality = fault == Fault.LosesFlags ? SampleQuality.Good : quality;
            _output.Append(time, quality)[0] = (float)_mean + kept + (isFirst && fault == Fault.DependsOnTheCut ? 1 : 0);
        }
    }
}
