using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class OscillationBeliefsTests
{
    private static readonly Frequency s_rate = Frequency.FromHertz(500);

    [Fact]
    public void The_board_holds_phase_amplitude_frequency_and_percentile_of_the_newest_sample()
    {
        var (board, beliefs) = Wire();
        for (var i = 0; i < 10_000; i++)
        {
            var amplitude = i < 9000 ? 5 + (5.0 * i / 9000) : 20;
            beliefs.Step((float)(amplitude * Math.Cos(2 * Math.PI * 9.5 * i / 500)), 0, At(i));
        }

        var phase = board[board.Find("mu.phase")];
        Assert.Equal(At(9999), phase.At);
        Assert.Equal(0, Phase.Wrap(phase.Value - (2 * Math.PI * 9.5 * 9999 / 500)), 0.2);
        Assert.InRange(phase.Width, 0.01, 1);
        Assert.Equal(20, board[board.Find("mu.amplitude")].Value, 3.0);
        Assert.Equal(9.5, board[board.Find("mu.frequency")].Value, 0.1);
        Assert.True(board[board.Find("mu.power_percentile")].Value > 0.85);
    }

    [Fact]
    public void Until_ten_seconds_were_seen_there_is_no_percentile()
    {
        var (board, beliefs) = Wire();
        for (var i = 0; i < 4999; i++)
        {
            beliefs.Step(i % 50, 0, At(i));
        }

        Assert.True(double.IsNaN(board[board.Find("mu.power_percentile")].Value));
        beliefs.Step(0, 0, At(4999));
        Assert.False(double.IsNaN(board[board.Find("mu.power_percentile")].Value));
    }

    [Fact]
    public void Reset_equals_new_and_nothing_is_allocated()
    {
        var (board, beliefs) = Wire();
        var (freshBoard, fresh) = Wire();
        for (var i = 0; i < 6000; i++)
        {
            beliefs.Step(i % 31, 0, At(i));
        }

        beliefs.Reset();
        var least = long.MaxValue;
        for (var window = 0; window < 6; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 1000 * window; i < 1000 * (window + 1); i++)
            {
                beliefs.Step(i % 47, 0, At(i));
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        for (var i = 0; i < 6000; i++)
        {
            fresh.Step(i % 47, 0, At(i));
        }

        Assert.Equal(0, least);
        var (one, other) = (new byte[board.Count * BeliefBoard.EncodedBytes], new byte[board.Count * BeliefBoard.EncodedBytes]);
        board.Encode(one);
        freshBoard.Encode(other);
        Assert.Equal(other, one);
    }

    private static Instant At(int i) => Instant.FromNanoseconds(1_000_000_000 + (i * 2_000_000L));

    private static (BeliefBoard Board, OscillationBeliefs Beliefs) Wire()
    {
        var board = new BeliefBoard();
        var oscillator = new KalmanOscillator(s_rate, OscillationParameters.Typical(Frequency.FromHertz(10)));
        return (board, new OscillationBeliefs(board, "mu", oscillator, s_rate));
    }
}
