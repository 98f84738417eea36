using System.Text;
using System.Text.Json;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Control;

public sealed class InputLinesTests
{
    private static string Line(InputEntry entry)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            InputLines.Write(json, entry);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Fact]
    public void An_answer_comes_back_bit_for_bit() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(double, double, long)>(),
        values =>
        {
            var entry = new InputEntry
            {
                Input = 7,
                Answer = new PulseAnswer
                {
                    Kind = PulseAnswerKind.Refused,
                    Request = values.Item3,
                    At = Instant.FromNanoseconds(values.Item3),
                    Limit = LimitId.MinimumInterval,
                    LimitValue = values.Item1,
                    AskedValue = values.Item2,
                    Device = new DeviceReport(1, DeviceFlags.Ready, PercentMso.FromPercent(50), double.NaN, default),
                },
            };
            return InputLines.Read(Line(entry)) is { } read
                && Same(read.Answer.LimitValue, values.Item1) && Same(read.Answer.AskedValue, values.Item2)
                && read.Answer.Request == values.Item3 && read.Answer.Limit == LimitId.MinimumInterval
                && double.IsNaN(read.Answer.Device.CoilCelsius) && read.Input == 7;
        }));

    [Fact]
    public void A_fit_comes_back_bit_for_bit()
    {
        var side = new SideResult("mu", 12, [0.1, 1.0 / 3, double.NaN, double.PositiveInfinity, -0.0], "fine");

        var read = InputLines.Read(Line(new InputEntry { Input = 13, Side = side }))!.Value.Side!;

        Assert.True(side.Numbers.Zip(read.Numbers).All(pair => Same(pair.First, pair.Second)));
        Assert.Equal(("mu", 12L, "fine"), (read.Task, read.FromInput, read.Text));
    }

    [Fact]
    public void Commands_and_faults_come_back()
    {
        var command = InputLines.Read(Line(new InputEntry { Input = 1, Command = new(OperatorCommandKind.Note, "coil moved \"2 mm\"") }));
        var fault = InputLines.Read(Line(new InputEntry { Input = 2, Fault = new(FaultKind.StreamLost, "gone") }));

        Assert.Equal(new OperatorCommand(OperatorCommandKind.Note, "coil moved \"2 mm\""), command!.Value.Command);
        Assert.Equal(new FaultReport(FaultKind.StreamLost, "gone"), fault!.Value.Fault);
    }

    [Fact]
    public void A_line_cut_anywhere_is_no_input()
    {
        var line = Line(new InputEntry { Input = 3, Command = new(OperatorCommandKind.Arm) });

        for (var length = 0; length < line.Length; length++)
        {
            Assert.Null(InputLines.Read(line[..length]));
        }
    }

    private static bool Same(double a, double b) =>
        BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));
}
