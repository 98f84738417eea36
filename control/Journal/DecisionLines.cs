using System.Text.Json;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>Lines of <c>decisions.jsonl</c>: why each pulse was asked for and why each was not.</summary>
public sealed class DecisionLines
{
    private readonly string[] _parts;
    private readonly string[] _beliefs;
    private readonly string[] _conditions;

    /// <summary>Takes the names once.</summary>
    public DecisionLines(Rule rule, BeliefBoard board, IReadOnlyList<Condition> conditions)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(board);
        _parts = [.. rule.Parts.Select(part => part.Name)];
        _beliefs = [.. board.Infos.Select(info => info.Name)];
        _conditions = [.. conditions.Select(condition => condition.Name)];
    }

    /// <summary>Storage for one decision with this rule and these beliefs.</summary>
    public DecisionRecord NewRecord() => new(_parts.Length, _beliefs.Length);

    /// <summary>Writes one decision as a JSON object: numbers in their shortest exact form.</summary>
    public void Write(Utf8JsonWriter json, DecisionRecord decision)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(decision);
        json.WriteStartObject();
        json.WriteNumber("n", decision.Input);
        json.WriteNumber("taken_ns", decision.Taken.TotalNanoseconds);
        json.WriteNumber("sample_ns", decision.Sample.TotalNanoseconds);
        json.WriteNumber("index", decision.SampleIndex);
        json.WriteNumber("age_ms", (decision.Taken - decision.Sample).TotalMilliseconds);
        json.WriteString("outcome", decision.Outcome.ToString());
        if (decision.Reason != HeldReason.None)
        {
            json.WriteString("held", decision.Reason.ToString());
        }

        if (decision.At.IsSet)
        {
            json.WriteNumber("at_ns", decision.At.TotalNanoseconds);
        }

        if (decision.Request != 0)
        {
            json.WriteNumber("request", decision.Request);
            json.WriteString("condition", _conditions[decision.Condition]);
        }

        WriteParts(json, decision);
        WriteBeliefs(json, decision);
        json.WriteEndObject();
    }

    private void WriteParts(Utf8JsonWriter json, DecisionRecord decision)
    {
        json.WriteStartArray("rule");
        for (var part = 0; part < _parts.Length; part++)
        {
            json.WriteStartObject();
            json.WriteString("part", _parts[part]);
            json.WriteBoolean("met", decision.Parts[part].IsMet);
            JsonNumbers.Write(json, "value", decision.Parts[part].Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteBeliefs(Utf8JsonWriter json, DecisionRecord decision)
    {
        json.WriteStartObject("beliefs");
        for (var slot = 0; slot < _beliefs.Length; slot++)
        {
            json.WriteStartArray(_beliefs[slot]);
            JsonNumbers.WriteValue(json, decision.Beliefs[slot].Value);
            JsonNumbers.WriteValue(json, decision.Beliefs[slot].Width);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
