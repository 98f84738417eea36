using System.Runtime.InteropServices;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>A replay depends on the recording and the experiment, and on nothing else: not on the run, the block, or the CPU's abilities.</summary>
public sealed class ReplayInvarianceTests(GoldenRun golden) : IClassFixture<GoldenRun>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(1000)]
    public void However_the_file_is_cut_into_blocks_every_stage_has_the_same_hash(int block)
    {
        using var run = ReplayRun.Golden(block);

        Assert.Equal(golden.Run.Summary.StageHashes, run.Summary.StageHashes);
    }

    [Fact]
    public void The_C_runtime_without_FMA_and_AVX2_changes_no_hash() =>
        AssertSame(ReplayProgram.Run(("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2"), ReplayLine));

    [Fact]
    public void Our_own_code_compiled_without_FMA_and_AVX2_changes_no_hash()
    {
        var oldest = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "DOTNET_EnableAVX" : "DOTNET_EnableArm64AdvSimd";

        AssertSame(ReplayProgram.Run((oldest, "0"), ReplayLine));
    }

    private static IReadOnlyList<string> ReplayLine => ["replay", ReplayRun.Experiment, ReplayRun.Recording, "--json"];

    private void AssertSame(ReplayProgram run)
    {
        Assert.True(run.Status == 0, run.Error);
        var hashes = run.Json["stage_hashes"]!.AsObject().ToDictionary(stage => stage.Key, stage => (string)stage.Value!);
        Assert.Equal(golden.Run.Summary.StageHashes, hashes);
    }
}
