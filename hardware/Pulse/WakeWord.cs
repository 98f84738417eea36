using System.Runtime.InteropServices;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// A word on which one thread waits until others wake it, in this process or in another that shares the memory: a futex. Waking costs
/// a system call below a microsecond; neither end allocates.
/// </summary>
/// <remarks>
/// The waiter reads the word, looks for work, and waits only while the word is still what it read: a wake in between is never lost.
/// </remarks>
internal sealed unsafe class WakeWord : IDisposable
{
    private const int Wait = 0;
    private const int Wake = 1;

    private readonly int* _word;
    private bool _isOwner;

    /// <summary>A word in memory of its own.</summary>
    public WakeWord()
        : this((int*)NativeMemory.AlignedAlloc(64, 64))
    {
        *_word = 0;
        _isOwner = true;
    }

    /// <summary>A word in given memory, aligned to 4 bytes.</summary>
    public WakeWord(int* word) => _word = word;

    /// <summary>The present value, to be given to <see cref="WaitWhile"/>.</summary>
    public int Value => Volatile.Read(ref *_word);

    /// <summary>Wakes who waits; any thread.</summary>
    public void Signal()
    {
        Interlocked.Increment(ref *_word);
        _ = LibC.syscall(Futex, (nint)_word, Wake, 1, 0, 0, 0);
    }

    /// <summary>Waits until the word changes from what was seen, or a time is over, or a signal interrupts.</summary>
    public void WaitWhile(int seen, Duration atMost)
    {
        if (atMost > Duration.Zero)
        {
            var time = Timespec.FromNanoseconds(atMost.TotalNanoseconds);
            _ = LibC.syscall(Futex, (nint)_word, Wait, seen, (nint)(&time), 0, 0);
        }
    }

    public void Dispose()
    {
        if (_isOwner)
        {
            _isOwner = false;
            NativeMemory.AlignedFree(_word);
        }
    }

    private static readonly nint Futex = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        var other => throw new PlatformNotSupportedException($"The pulse process runs on x86-64 and arm64, not on {other}."),
    };
}
