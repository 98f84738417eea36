using System.Runtime.InteropServices;

namespace ClosedLoop.Hardware;

/// <summary>The start of the shared memory. What one side writes and the other reads has a cache line of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct LinkHeader
{
    public const int Size = 1536;
    public const int IdentityBytes = 512;
    public const long Mark = 0x314B4E494C4C4C43;
    public const int Protocol = 1;

    [FieldOffset(0)]
    public long Magic;

    [FieldOffset(8)]
    public int Version;

    [FieldOffset(12)]
    public int RequestBytes;

    [FieldOffset(16)]
    public int AnswerBytes;

    [FieldOffset(20)]
    public int ClientState;

    [FieldOffset(64)]
    public int ServerState;

    [FieldOffset(68)]
    public int ServerProcess;

    [FieldOffset(128)]
    public long ClientBeat;

    [FieldOffset(192)]
    public long ServerBeat;

    [FieldOffset(256)]
    public int Wake;

    [FieldOffset(320)]
    public long ArmedNanoseconds;

    [FieldOffset(328)]
    public long AllocatedBytes;

    [FieldOffset(336)]
    public int Collections;

    [FieldOffset(344)]
    public long LedgerBytes;

    [FieldOffset(512)]
    public fixed byte ClientIdentity[IdentityBytes];

    [FieldOffset(1024)]
    public fixed byte ServerIdentity[IdentityBytes];
}
