using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Configs;

/// <summary>What happens to a setting; the codes of the wire.</summary>
internal enum ConfigOperation : sbyte
{
    Set = 0,
    Delete = 1,
}

/// <summary>One change of a setting, the value null where it is deleted.</summary>
internal sealed record ConfigChange(string Name, ConfigOperation Operation, string? Value)
{
    /// <summary>What --add-config says: NAME=VALUE parted by commas; a value with commas stands in square brackets.</summary>
    public static IEnumerable<ConfigChange> ParseAdditions(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var equals = text.IndexOf('=', start);
            if (equals <= start)
                throw NotNamed(text[start..]);
            var bracketed = equals + 1 < text.Length && text[equals + 1] == '[';
            var close = bracketed ? text.IndexOf(']', equals) : -1;
            if (bracketed && close < 0)
                throw new AdminException($"--add-config '{text[start..]}' has no closing bracket");
            var comma = text.IndexOf(',', bracketed ? close : equals);
            var end = comma < 0 ? text.Length : comma;
            if (bracketed && text[(close + 1)..end].Trim().Length > 0)
                throw NotNamed(text[start..]);
            yield return new ConfigChange(
                text[start..equals].Trim(), ConfigOperation.Set, bracketed ? text[(equals + 2)..close] : text[(equals + 1)..end].Trim());
            start = end + 1;
        }
    }

    /// <summary>What --delete-config says: names parted by commas.</summary>
    public static IEnumerable<ConfigChange> ParseDeletions(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => new ConfigChange(name, ConfigOperation.Delete, null));

    private static AdminException NotNamed(string text) =>
        new($"--add-config '{text}' is not NAME=VALUE, such as retention.ms=3600000 or cleanup.policy=[compact,delete]");
}
