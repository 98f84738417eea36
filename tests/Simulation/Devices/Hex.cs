namespace ClosedLoop.Tests.Simulation;

/// <summary>Bytes as the transcripts write them.</summary>
internal static class Hex
{
    internal static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    internal static string Text(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(value => value.ToString("X2")));
}
