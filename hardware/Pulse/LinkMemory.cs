using System.Runtime.CompilerServices;
using System.Text;
using ClosedLoop.Safety;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Hardware;

/// <summary>The memory that the two processes share: a header, a ring of requests, a ring of answers. Both ends map it with this class.</summary>
internal sealed unsafe class LinkMemory : IDisposable
{
    public const int RequestCapacity = 64;
    public const int AnswerCapacity = 4096;

    private const int ReadWrite = 3;
    private const int Shared = 1;

    private nint _start;

    private LinkMemory(SafeFileHandle file)
    {
        // Mapped by hand: .NET's own views flush when they are closed, which fails with EBUSY on memory that is locked.
        _start = LibC.mmap(0, (nint)Bytes, ReadWrite, Shared, (int)file.DangerousGetHandle(), 0);
        if (_start == -1)
        {
            throw new IOException($"The memory of the link could not be mapped (error {LibC.Errno}).");
        }

        var requests = (byte*)_start + LinkHeader.Size;
        Requests = new SpscRing<PulseRequest>(requests, RequestCapacity);
        Answers = new SpscRing<PulseAnswer>(requests + SpscRing<PulseRequest>.BytesFor(RequestCapacity), AnswerCapacity);
        Wake = new WakeWord(&Header->Wake);
    }

    public LinkHeader* Header => (LinkHeader*)_start;

    public SpscRing<PulseRequest> Requests { get; }

    public SpscRing<PulseAnswer> Answers { get; }

    public WakeWord Wake { get; }

    private static long Bytes => LinkHeader.Size
        + SpscRing<PulseRequest>.BytesFor(RequestCapacity) + SpscRing<PulseAnswer>.BytesFor(AnswerCapacity);

    /// <summary>Makes the file, for this user alone, and maps it.</summary>
    public static LinkMemory Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.SetLength(Bytes);
        return new LinkMemory(stream.SafeFileHandle);
    }

    /// <summary>Maps a file that the other end made.</summary>
    /// <exception cref="IOException">It is not there, or not of the right size.</exception>
    public static LinkMemory Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (stream.Length != Bytes)
        {
            throw new IOException($"{path} is no link of this program: it has {stream.Length} bytes, {Bytes} are expected.");
        }

        return new LinkMemory(stream.SafeFileHandle);
    }

    /// <summary>Writes who this end is.</summary>
    public static void Write(LinkIdentity identity, Span<byte> record)
    {
        record.Clear();
        var text = $"{identity.ProgramVersion}\n{identity.Session}\n{identity.ExperimentHash}\n{identity.LimitsHash}";
        if (Encoding.UTF8.GetByteCount(text) > record.Length)
        {
            throw new ArgumentException($"Program version, session id and hashes must fit {record.Length} bytes together.", nameof(identity));
        }

        Encoding.UTF8.GetBytes(text, record);
    }

    /// <summary>True when protocol, sizes and both identities are the same.</summary>
    public bool AreSame() => Header->Magic == LinkHeader.Mark
        && Header->Version == LinkHeader.Protocol
        && Header->RequestBytes == Unsafe.SizeOf<PulseRequest>()
        && Header->AnswerBytes == Unsafe.SizeOf<PulseAnswer>()
        && ClientIdentity.SequenceEqual(ServerIdentity);

    public Span<byte> ClientIdentity => new(Header->ClientIdentity, LinkHeader.IdentityBytes);

    public Span<byte> ServerIdentity => new(Header->ServerIdentity, LinkHeader.IdentityBytes);

    public void Dispose()
    {
        if (_start != 0)
        {
            _ = LibC.munmap(_start, (nint)Bytes);
            _start = 0;
        }
    }
}
