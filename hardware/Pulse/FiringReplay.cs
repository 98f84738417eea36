using System.Globalization;
using System.Text;
using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>Re-creates the gate's verdicts from a <c>gate.jsonl</c> and compares them with those written there.</summary>
public static class FiringReplay
{
    /// <summary>
    /// Folds the gate over the inputs of a record. Each line is written again with the verdict that came out, and must be the same
    /// byte for byte. An incomplete last line, as a killed process leaves it, is passed over.
    /// </summary>
    /// <param name="path">A <c>gate.jsonl</c>.</param>
    /// <param name="record">Takes the inputs with their re-created verdicts; null for none.</param>
    /// <returns>How many inputs were compared and where the first difference is.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">A line is not of this format, or the limits do not give the hash in the header.</exception>
    public static FiringReplayResult Run(string path, IFiringRecord? record = null)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var turnstile = new Turnstile(ReadHeader(reader.ReadLine(), path));
        using var writer = new GateLineWriter();
        var inputs = 0;
        var lineNumber = 1;
        while (reader.ReadLine() is { } line)
        {
            lineNumber++;
            using var json = Parse(line, reader.Peek() < 0, path, lineNumber);
            if (json is null || !json.RootElement.TryGetProperty("n", out _))
            {
                continue;
            }

            var input = GateLineReader.Input(json.RootElement);
            var verdict = turnstile.Take(input, out _);
            record?.OnInput(input, verdict);
            inputs++;
            var again = Encoding.UTF8.GetString(writer.Input(input, verdict)).TrimEnd('\n');
            if (again != line)
            {
                return new FiringReplayResult(inputs, lineNumber, line, again);
            }
        }

        return new FiringReplayResult(inputs, 0, "", "");
    }

    private static ResolvedLimits ReadHeader(string? line, string path)
    {
        GateLogHeader? header;
        try
        {
            header = line is null ? null : JsonSerializer.Deserialize<GateLogHeader>(line, PlanJson.Line);
        }
        catch (JsonException cause)
        {
            throw new FormatException($"The first line of {path} is no header of a gate record: {cause.Message}", cause);
        }

        if (header is not { Format: "closedloop-gate", Version: 1 })
        {
            throw new FormatException($"{path} is no gate record of version 1.");
        }

        var limits = header.Limits.Resolve();
        return Convert.ToHexStringLower(limits.Hash) == header.LimitsHash
            ? limits
            : throw new FormatException($"The limits in {path} do not give the hash in its header: this program resolves them otherwise.");
    }

    private static JsonDocument? Parse(string line, bool isLast, string path, int number)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException) when (isLast)
        {
            return null;
        }
        catch (JsonException cause)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"Line {number} of {path} is not JSON: {cause.Message}"), cause);
        }
    }
}
