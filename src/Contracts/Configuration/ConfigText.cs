using System.Globalization;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>Settings as text, read and written as Kafka does.</summary>
internal static class ConfigText
{
    /// <summary>Parses; null where it worked, else what is wrong.</summary>
    public static string? TryParse(ConfigType type, string text, out object? value)
    {
        text = text.Trim();
        value = type switch
        {
            ConfigType.Boolean => bool.TryParse(text, out var flag) ? flag : null,
            ConfigType.Int => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            ConfigType.Short => short.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            ConfigType.Long => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            ConfigType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            ConfigType.List => text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries),
            _ => text,
        };
        return value is not null ? null
            : type == ConfigType.Boolean ? "Expected value to be either true or false"
            : $"Not a number of type {type.ToString().ToUpperInvariant()}";
    }

    /// <summary>The text that Kafka shows for a value.</summary>
    public static string? Format(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        double number => number.ToString(number == Math.Floor(number) ? "0.0" : "R", CultureInfo.InvariantCulture),
        IReadOnlyList<string> items => string.Join(',', items),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
