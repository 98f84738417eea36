using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>A TCP connection to an outlet during set-up: each step waits for at most the deadline, and failure is a sentence.</summary>
internal sealed class LslConnection : IDisposable
{
    private readonly SocketWait _wait = new();
    private readonly string _peer;
    private bool _isHandedOver;

    private LslConnection(Socket socket, string peer)
    {
        Socket = socket;
        _peer = peer;
    }

    /// <summary>The nonblocking socket.</summary>
    public Socket Socket { get; }

    /// <summary>Connects.</summary>
    public static bool TryConnect(
        LslSource source,
        Deadline deadline,
        [NotNullWhen(true)] out LslConnection? connection,
        [NotNullWhen(false)] out string? fault)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
        connection = new LslConnection(socket, source.ToString());
        fault = connection.Connect(new IPEndPoint(source.Address, source.DataPort), deadline);
        if (fault is not null)
        {
            connection.Dispose();
            connection = null;
        }

        return fault is null;
    }

    /// <summary>Sends everything; null, or what went wrong.</summary>
    public string? Send(ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        while (!bytes.IsEmpty)
        {
            var sent = Socket.Send(bytes, SocketFlags.None, out var error);
            if (error is not SocketError.Success and not SocketError.WouldBlock)
            {
                return Broken(error);
            }

            bytes = bytes[Math.Max(sent, 0)..];
            if (!bytes.IsEmpty && !WaitFor(deadline, forReading: false))
            {
                return Silent();
            }
        }

        return null;
    }

    /// <summary>Receives what there is, waiting for the first byte; 0 bytes mean that the peer has ended. Null, or what went wrong.</summary>
    public string? Receive(Span<byte> place, Deadline deadline, out int received)
    {
        while (true)
        {
            received = Socket.Receive(place, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                return null;
            }

            if (error != SocketError.WouldBlock)
            {
                return Broken(error);
            }

            if (!WaitFor(deadline, forReading: true))
            {
                return Silent();
            }
        }
    }

    /// <summary>The socket lives on with the caller; disposing no longer closes it.</summary>
    public Socket HandOver()
    {
        _isHandedOver = true;
        return Socket;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isHandedOver)
        {
            Socket.Dispose();
        }
    }

    private string? Connect(IPEndPoint endPoint, Deadline deadline)
    {
        try
        {
            Socket.Connect(endPoint);
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!WaitFor(deadline, forReading: false))
            {
                return Silent();
            }
        }
        catch (SocketException e)
        {
            return Broken(e.SocketErrorCode);
        }

        var error = (SocketError)(int)Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        return error == SocketError.Success ? null : Broken(error);
    }

    private bool WaitFor(Deadline deadline, bool forReading)
    {
        _wait.Clear();
        _wait.Watch(Socket, forReading, !forReading);
        while (!deadline.HasPassed)
        {
            if (_wait.Wait(deadline.AtMost(100)))
            {
                return true;
            }
        }

        return false;
    }

    private string Broken(SocketError error) => $"The connection to {_peer} failed ({error}); is its program still running?";

    private string Silent() => $"{_peer} did not answer in time; is a firewall between the machines, or its program stopped?";
}
