using System.Globalization;
using System.Text.RegularExpressions;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>What values of a setting are allowed beyond its type; the messages are worded as Kafka's.</summary>
internal sealed partial class ConfigRule
{
    private readonly Func<object, string?> _check;

    private ConfigRule(string? allowed, Func<object, string?> check)
    {
        Allowed = allowed;
        _check = check;
    }

    public static ConfigRule Any { get; } = new(null, _ => null);

    public static ConfigRule NonEmpty { get; } = new("not empty", value => value is "" or string[] { Length: 0 } ? "Value must be non-empty" : null);

    /// <summary>The level of gzip: -1 lets the library choose.</summary>
    public static ConfigRule GzipLevel { get; } = new(
        "-1 or 1 to 9", value => value is -1 or (>= 1 and <= 9) ? null : "Value must be between 1 and 9 or equal to -1");

    /// <summary>partition:broker pairs, or everything.</summary>
    public static ConfigRule ThrottledReplicas { get; } = new(
        "* or partition:broker,...",
        value => value is IReadOnlyList<string> items && (items is ["*"] || items.All(ReplicaPair().IsMatch)) ? null
            : "Value must be the literal '*' or a list of replicas of the form partition:broker,partition:broker,...");

    /// <summary>name=pattern pairs.</summary>
    public static ConfigRule Selectors { get; } = new(
        "name=pattern,...",
        value => value is IReadOnlyList<string> items && items.All(item => item.IndexOf('=', StringComparison.Ordinal) > 0) ? null
            : "Value must be a list of selectors of the form name=pattern");

    public static ConfigRule Url { get; } = new(
        "a URL that begins with http:// or https://",
        value => value is not string text || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") ? null
            : "Value must be a URL that begins with http:// or https://");

    /// <summary>The rule in words.</summary>
    public string? Allowed { get; }

    public static ConfigRule AtLeast(long minimum) => new(
        $"at least {minimum}", value => ToDecimal(value) < minimum ? $"Value must be at least {minimum}" : null);

    public static ConfigRule Between(long minimum, long maximum) => new(
        $"{minimum} to {maximum}",
        value => ToDecimal(value) < minimum ? $"Value must be at least {minimum}"
            : ToDecimal(value) > maximum ? $"Value must be no more than {maximum}" : null);

    public static ConfigRule OneOf(params string[] allowed) => new(
        string.Join(", ", allowed),
        value => allowed.Contains((string)value, StringComparer.Ordinal) ? null : $"String must be one of: {string.Join(", ", allowed)}");

    /// <summary>A list of such values, none of them twice.</summary>
    public static ConfigRule SomeOf(params string[] allowed) => new(
        $"a list of {string.Join(", ", allowed)}",
        value => value is not IReadOnlyList<string> items || items.Except(allowed, StringComparer.Ordinal).Any()
            ? $"String must be one of: {string.Join(", ", allowed)}"
            : items.Distinct(StringComparer.Ordinal).Count() < items.Count ? "Values must not be duplicated" : null);

    /// <summary>A list of at most that many values, at least one.</summary>
    public static ConfigRule Count(int maximum) => new(
        maximum == 1 ? "one value" : $"1 to {maximum} values",
        value => value is IReadOnlyList<string> { Count: > 0 } items && items.Count <= maximum && items.All(item => item.Length > 0) ? null
            : maximum == 1 ? "Exactly one value is needed" : $"Between 1 and {maximum} values are needed");

    public string? Check(object value) => _check(value);

    // NaN and infinities become a number that no range holds.
    private static decimal ToDecimal(object value) =>
        value is double number && !(Math.Abs(number) < 1e20) ? (number > 0 ? decimal.MaxValue : decimal.MinValue)
            : Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d+:\d+$")]
    private static partial Regex ReplicaPair();
}
