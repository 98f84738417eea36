using System.Globalization;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>BDF+ owes what every format owes.</summary>
public class BdfContractTests : FormatContract
{
    protected override byte[] Recording() => new EdfBytes
    {
        IsBdf = true,
        Reserved = "BDF+C",
        Duration = "0.5",
        Annotations = record => string.Create(CultureInfo.InvariantCulture, $"+{record * 0.5}\x14\x14\0+{(record * 0.5) + 0.1}\x14mark {record}\x14\0"),
    }
        .With("C3", 10, digitalMin: "-8388608", digitalMax: "8388607")
        .With("Status", 4, unit: "Boolean", digitalMin: "-8388608", digitalMax: "8388607", physicalMin: "-8388608", physicalMax: "8388607")
        .Build(5, (record, _, sample) => (record * 100_000) - sample);
}
