using System.Globalization;

namespace ClosedLoop.App;

/// <summary>Numbers as experiments write them: bare, with a decimal point; the unit is in the key.</summary>
internal static class NumberText
{
    /// <summary>The finite number that a text is, or null.</summary>
    public static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    /// <summary>The number within bounds that a value is; otherwise null, and why not is noted.</summary>
    public static double? Read(string key, ScalarNode scalar, double least, double most, Mistakes mistakes)
    {
        if (Parse(scalar.Text) is not { } value)
        {
            mistakes.Add(scalar.Place, string.Create(
                CultureInfo.InvariantCulture,
                $"'{key}' is '{scalar.Text}'; possible is a bare number from {least} to {most}{Unit(key)}: "
                    + $"{Remedy(key, scalar.Text)}."));
            return null;
        }

        if (value >= least && value <= most)
        {
            return value;
        }

        mistakes.Add(scalar.Place, string.Create(
            CultureInfo.InvariantCulture, $"'{key}' is {value}{Unit(key)}; possible is {least} to {most}{Unit(key)}."));
        return null;
    }

    /// <summary>A space and the symbol of the key's unit; nothing if it carries none.</summary>
    public static string Unit(string key) => KeyUnits.Symbol(key) is { Length: > 0 } symbol ? $" {symbol}" : "";

    // A unit after the number and a decimal comma are the usual slips.
    private static string Remedy(string key, string text)
    {
        var number = text.Replace(',', '.').TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or '-').ToArray();
        return number.Length > 0 ? $"write '{key}: {new string(number)}'" : "write digits with a decimal point";
    }
}
