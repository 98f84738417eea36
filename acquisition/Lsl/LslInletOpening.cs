using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>The steps by which an inlet opens. Set-up only: waits and allocates.</summary>
internal static class LslInletOpening
{
    private const int LargestReply = 16 * 1024;
    private const int DoubleSearchMilliseconds = 300;

    // Outlets up to liblsl 1.15 compare this with the size of their own C++ string, even though no string is sent as such, and
    // fall back to the old framing on difference: so the sizes of the known compilers are tried in turn.
    private static readonly int[] _textSizes = [32, 8, 24, 28, 40];

    public static bool TryOpen(
        LslSource source,
        Deadline deadline,
        LslInletSettings settings,
        LslInlet? before,
        [NotNullWhen(true)] out LslInlet? inlet,
        [NotNullWhen(false)] out string? fault)
    {
        try
        {
            return TryOpenSteps(source, deadline, settings, before, out inlet, out fault);
        }
        catch (SocketException e)
        {
            inlet = null;
            fault = $"{source} cannot be reached from this machine ({e.SocketErrorCode}).";
            return false;
        }
    }

    private static bool TryOpenSteps(
        LslSource source,
        Deadline deadline,
        LslInletSettings settings,
        LslInlet? before,
        [NotNullWhen(true)] out LslInlet? inlet,
        [NotNullWhen(false)] out string? fault)
    {
        inlet = null;
        if (!TryDescribe(source, deadline, out var described, out fault)
            || !TryMeasureClock(described, settings, deadline, out var probe, out fault))
        {
            return false;
        }

        if (!TryFeed(described, settings, deadline, out var feed, out fault))
        {
            probe.Dispose();
            return false;
        }

        inlet = new LslInlet(described, settings, feed, probe, before);
        return true;
    }

    public static bool TryRecover(
        LslInlet lost,
        LslInletSettings settings,
        Deadline deadline,
        LslResolverSettings? resolver,
        [NotNullWhen(true)] out LslInlet? successor,
        [NotNullWhen(false)] out string? fault)
    {
        successor = null;
        var info = lost.Info;
        if (info.SourceId.Length == 0)
        {
            fault = $"The stream '{info.Name}' has no source id, so another cannot be known to be the same; open it by hand.";
            return false;
        }

        var query = LslQuery.BySourceId(info.SourceId).And(LslQuery.ByName(info.Name)).And(LslQuery.ByType(info.Type))
            .And(LslQuery.ByPredicate($"channel_count='{info.ChannelCount}' and channel_format='{LslFormat.Of(info.Format).WireName}'"));
        var found = FindAlike(query, deadline, resolver);
        if (found.Count != 1)
        {
            fault = $"{found.Count} streams like '{info.Name}' with the source id '{info.SourceId}' were found; exactly one is needed.";
            return false;
        }

        if (found[0].Info.NominalRate != info.NominalRate)
        {
            fault = $"The stream '{info.Name}' came back with {found[0].Info.NominalRate} and had {info.NominalRate} before; open it by hand.";
            return false;
        }

        return TryOpen(found[0], deadline, settings, lost, out successor, out fault);
    }

    // The first to answer ends the search; a second search then looks whether it has a double, which must not be chosen by chance.
    private static List<LslSource> FindAlike(LslQuery query, Deadline deadline, LslResolverSettings? resolver)
    {
        var first = LslResolver.Resolve(query, minimum: 1, Duration.FromMilliseconds(deadline.Milliseconds), resolver).Sources;
        var doubles = first.Count == 0
            ? []
            : LslResolver.Resolve(query, minimum: 2, Duration.FromMilliseconds(deadline.AtMost(DoubleSearchMilliseconds)), resolver).Sources;
        return [.. first.Concat(doubles).DistinctBy(source => source.Uid)];
    }

    private static bool TryDescribe(
        LslSource source,
        Deadline deadline,
        [NotNullWhen(true)] out LslSource? described,
        [NotNullWhen(false)] out string? fault)
    {
        described = null;
        if (!LslConnection.TryConnect(source, deadline, out var connection, out fault))
        {
            return false;
        }

        using (connection)
        {
            byte[] header = [];
            fault = connection.Send("LSL:fullinfo\r\n"u8, deadline) ?? ReadToEnd(connection, deadline, out header);
            return fault is null && ReadHeader(header, source, out described, out fault);
        }
    }

    private static string? ReadToEnd(LslConnection connection, Deadline deadline, out byte[] header)
    {
        var gathered = new MemoryStream();
        var part = new byte[LargestReply];
        string? fault;
        int received;
        while ((fault = connection.Receive(part, deadline, out received)) is null && received > 0
            && gathered.Length <= LslInfoXml.LargestHeader)
        {
            gathered.Write(part, 0, received);
        }

        header = gathered.ToArray();
        return fault;
    }

    private static bool ReadHeader(byte[] header, LslSource asked, out LslSource? described, [NotNullWhen(false)] out string? fault)
    {
        if (!LslInfoXml.TryRead(header, asked.Address, out described, out var reason))
        {
            fault = $"{asked} gave no usable description. {reason}";
            return false;
        }

        var isSame = described.Uid == asked.Uid && described.Info.Format == asked.Info.Format
            && described.Info.ChannelCount == asked.Info.ChannelCount;
        described = described with { DataPort = asked.DataPort, ServicePort = asked.ServicePort };
        fault = isSame ? null : $"Another stream than {asked} is at this port now; look for it again.";
        return isSame;
    }

    private static bool TryMeasureClock(
        LslSource source,
        LslInletSettings settings,
        Deadline deadline,
        [NotNullWhen(true)] out LslTimeProbe? probe,
        [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        probe = new LslTimeProbe(source, settings.Clock ?? MonotonicClock.Instance);
        var wait = new SocketWait();
        while (!probe.Current.IsKnown && !deadline.HasPassed)
        {
            probe.Poll();
            wait.Clear();
            wait.Watch(probe.Socket, forReading: true);
            wait.Wait(deadline.AtMost(1));
        }

        if (probe.Current.IsKnown)
        {
            return true;
        }

        probe.Dispose();
        probe = null;
        fault = $"{source} does not answer on its time service (UDP port {source.ServicePort}), so its times cannot be brought onto "
            + "this machine's clock; let the firewall pass it.";
        return false;
    }

    private static bool TryFeed(
        LslSource source,
        LslInletSettings settings,
        Deadline deadline,
        [NotNullWhen(true)] out LslFeed? feed,
        [NotNullWhen(false)] out string? fault)
    {
        feed = null;
        fault = null;
        var format = LslFormat.Of(source.Info.Format);
        ReadOnlySpan<int> sizes = source.Info.IsText ? _textSizes : [format.ValueBytes];
        foreach (var size in sizes)
        {
            var request = new LslFeedRequest(source.Uid, LslFeedRequest.NativeOrder, 1e6, size, settings.FramesFor(source.Info));
            fault = Shake(source, request.Write(source, settings.ChunkFrames), deadline, out var speaksOld, out feed);
            if (feed is not null || !speaksOld)
            {
                break;
            }
        }

        fault = feed is null ? fault ?? $"{source} gave no feed." : null;
        return feed is not null;
    }

    private static string? Shake(LslSource source, byte[] request, Deadline deadline, out bool speaksOld, out LslFeed? feed)
    {
        speaksOld = false;
        feed = null;
        if (!LslConnection.TryConnect(source, deadline, out var connection, out var fault))
        {
            return fault;
        }

        using (connection)
        {
            LslFeedReply? reply = null;
            byte[] rest = [];
            fault = connection.Send(request, deadline) ?? ReadReply(connection, source, deadline, out reply, out rest);
            if (fault is not null)
            {
                return fault;
            }

            speaksOld = reply!.DataProtocol < 110;
            if ((fault = Refusal(reply, source)) is not null)
            {
                return fault;
            }

            var isSwapped = reply.ByteOrder != 0 && reply.ByteOrder != LslFeedRequest.NativeOrder;
            var reader = new LslFrameReader(LslFormat.Of(source.Info.Format), source.Info.ChannelCount, isSwapped);
            reader.Take(rest);
            fault = CheckPatterns(connection, reader, source, deadline);
            feed = fault is null ? new LslFeed(connection.HandOver(), reader) : null;
            return fault;
        }
    }

    private static string? ReadReply(
        LslConnection connection, LslSource source, Deadline deadline, out LslFeedReply? reply, out byte[] rest)
    {
        var gathered = new byte[LargestReply];
        var length = 0;
        var end = -1;
        reply = null;
        rest = [];
        while (end < 0 && length < gathered.Length)
        {
            var fault = connection.Receive(gathered.AsSpan(length), deadline, out var received);
            if (fault is not null)
            {
                return fault;
            }

            if (received == 0)
            {
                break;
            }

            length += received;
            end = gathered.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        // A refusal comes as one line without an end, and then the connection is closed.
        reply = LslFeedReply.Read(Encoding.UTF8.GetString(gathered, 0, end < 0 ? Math.Min(length, 256) : end));
        rest = end < 0 ? [] : gathered[(end + 4)..length];
        var isUsable = reply is not null && (end >= 0 || reply.Status != 200);
        return isUsable ? null : $"{source} did not answer like an LSL outlet.";
    }

    private static string? Refusal(LslFeedReply reply, LslSource source) => reply switch
    {
        { Status: 404 } => $"{source} is gone, and another stream has its port; look for it again.",
        { Status: 505 } => $"{source} does not speak version 1.10 of the protocol.",
        { Status: not 200 } => $"{source} refused the feed with status {reply.Status}.",
        { DataProtocol: < 110 } => $"{source} sends the framing of version 1.00, which is not read here; its program needs a newer LSL library.",
        { ByteOrder: not (0 or 1234 or 4321) } => $"{source} answers with the byte order {reply.ByteOrder}, which is not known.",
        _ when reply.Uid != source.Uid => $"{source} is gone, and another stream answered in its place; look for it again.",
        _ => null,
    };

    private static string? CheckPatterns(LslConnection connection, LslFrameReader reader, LslSource source, Deadline deadline)
    {
        var format = LslFormat.Of(source.Info.Format);
        var expected = new byte[format.PatternBytes(source.Info.ChannelCount)];
        foreach (var offset in LslFrame.PatternOffsets)
        {
            LslFrame frame;
            while (!reader.TryRead(out frame))
            {
                var fault = reader.Fault ?? connection.Receive(reader.Room(), deadline, out var received) ?? Commit(reader, received);
                if (fault is not null)
                {
                    return $"{source} sent no test frames. {fault}";
                }
            }

            var length = format.WritePattern(expected, source.Info.ChannelCount, offset, reader.IsSwapped);
            if (frame.IsDeduced || frame.Stamp != LslFrame.PatternStamp || !frame.Values.SequenceEqual(expected.AsSpan(0, length)))
            {
                return $"{source} sent other test frames than LSL's, so its numbers would be misread; nothing is guessed.";
            }
        }

        return null;
    }

    private static string? Commit(LslFrameReader reader, int received)
    {
        reader.Commit(received);
        return received > 0 ? null : "It closed the connection.";
    }
}
