using System.Globalization;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// Writes an experiment as YAML in one form only: keys in the order they are given, two spaces a level, shortest exact numbers.
/// </summary>
internal sealed class YamlText
{
    private readonly StringBuilder _text = new();
    private int _level;
    private bool _afterDash;

    /// <summary>Opens a section and writes what the action writes, one level deeper.</summary>
    public void Section(string key, Action write)
    {
        Line($"{Word(key)}:");
        _level++;
        write();
        _level--;
    }

    /// <summary>Writes an empty section.</summary>
    public void EmptySection(string key) => Line($"{Word(key)}: {{}}");

    /// <summary>Writes the entries of a list below its key.</summary>
    public void List(string key, IEnumerable<Action> items)
    {
        Line($"{Word(key)}:");
        _level++;
        foreach (var item in items)
        {
            _afterDash = true;
            _level++;
            item();
            _level--;
        }

        _level--;
    }

    /// <summary>Writes text, if there is any.</summary>
    public void Text(string key, string? value)
    {
        if (value is not null)
        {
            Line($"{Word(key)}: {Word(value)}");
        }
    }

    /// <summary>Writes a number, if there is one.</summary>
    public void Number(string key, double? value)
    {
        if (value is { } number)
        {
            Line($"{key}: {Plain(number)}");
        }
    }

    /// <summary>Writes a whole number, if there is one.</summary>
    public void Integer(string key, long? value)
    {
        if (value is { } number)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"{key}: {number}"));
        }
    }

    /// <summary>Writes true or false.</summary>
    public void Flag(string key, bool value) => Line($"{key}: {(value ? "true" : "false")}");

    /// <summary>Writes a span in the unit of its key.</summary>
    public void Span(string key, Duration value) => Number(key, KeyUnits.Number(value, key));

    /// <summary>Writes two numbers.</summary>
    public void Pair(string key, double low, double high) => Line($"{key}: [{Plain(low)}, {Plain(high)}]");

    /// <summary>Writes words in a row, if there are any.</summary>
    public void Words(string key, IReadOnlyList<string>? words)
    {
        if (words is { Count: > 0 })
        {
            Line($"{key}: [{string.Join(", ", words.Select(Word))}]");
        }
    }

    /// <summary>What was written, lines ending in a line feed.</summary>
    public override string ToString() => _text.ToString();

    private void Line(string text)
    {
        _text.Append(' ', 2 * (_afterDash ? _level - 1 : _level)).Append(_afterDash ? "- " : "").Append(text).Append('\n');
        _afterDash = false;
    }

    private static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // Plain where that is certainly text again, otherwise in double quotes.
    private static string Word(string value)
    {
        var safe = value.Length > 0 && char.IsAsciiLetter(value[0]) && !value.EndsWith(' ')
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' or '/')
            && value.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NULL" or "Y" or "N");
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return safe ? value : $"\"{escaped}\"";
    }
}
