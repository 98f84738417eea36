using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>The canonical bytes of resolved limits. Its first number changes whenever what follows does.</summary>
internal static class LimitEncoding
{
    private const int Version = 1;

    public static byte[] Encode(ResolvedLimits limits)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(limits.Limits.Count);
        foreach (var limit in limits.Limits)
        {
            writer.Write((ushort)limit.Id);
            writer.Write((byte)limit.Sense);
            writer.Write(limit.Value);
        }

        writer.Write((byte)limits.Patterns);
        writer.Write(limits.IsHostTimingAccepted);
        Write(writer, limits.SingleTrainOverride);
        Write(writer, limits.Subject);
        writer.Write(limits.Outputs.Count);
        for (var i = 0; i < limits.Outputs.Count; i++)
        {
            Write(writer, limits.Outputs[i], limits.Output(i));
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static void Write(BinaryWriter writer, SignedOverride? leave)
    {
        writer.Write(leave is not null);
        writer.Write(leave?.Reason ?? "");
        writer.Write(leave?.SignedBy ?? "");
        writer.Write(leave?.CountersignedBy ?? "");
    }

    private static void Write(BinaryWriter writer, SubjectFacts subject)
    {
        writer.Write(subject.Id);
        Write(writer, subject.RestingThreshold);
        Write(writer, subject.ActiveThreshold);
        Write(writer, subject.InionThreshold);
        writer.Write(subject.IsScreened);
    }

    private static void Write(BinaryWriter writer, OutputFacts output, in OutputLimits caps)
    {
        writer.Write(output.Name);
        writer.Write((byte)output.Target);
        writer.Write(output.Device);
        writer.Write(output.Trigger);
        writer.Write(output.IsDeviceTimed);
        writer.Write(output.IsSimulated);
        writer.Write(output.IsTemperatureUnmonitored);
        writer.Write(output.LeastHorizon.TotalNanoseconds);
        writer.Write(output.Recharge.TotalNanoseconds);
        writer.Write(output.ElectrodeSquareCentimetres);
        Write(writer, caps.MotorCap);
        Write(writer, caps.CerebellumCap);
        Write(writer, caps.ThetaBurstCap);
    }

    private static void Write(BinaryWriter writer, PercentMso? threshold) => Write(writer, threshold?.TotalPercent ?? double.NaN);

    // One NaN among the many that there are, so that "not known" always has the same bytes.
    private static void Write(BinaryWriter writer, double value) => writer.Write(double.IsNaN(value) ? double.NaN : value);
}
