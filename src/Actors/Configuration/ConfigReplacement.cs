using System.Collections.Immutable;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Configuration;

/// <summary>AlterConfigs: what is named becomes all that is set.</summary>
internal static class ConfigReplacement
{
    public static (ImmutableSortedDictionary<string, string> Configs, KafkaError? Error) Apply(IReadOnlyList<AlterConfigsRequest.AlterableConfig> changes)
    {
        var none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        if (changes.DistinctBy(change => change.Name).Count() < changes.Count)
        {
            return (none, new(ErrorCode.InvalidRequest, "Error due to duplicate config keys"));
        }

        var withoutValue = changes.Where(change => change.Value is null).Select(change => change.Name).ToList();
        return withoutValue.Count > 0
            ? (none, new(ErrorCode.InvalidRequest, $"Null value not supported for: {string.Join(", ", withoutValue)}"))
            : (none.AddRange(changes.Select(change => KeyValuePair.Create(change.Name, change.Value!))), null);
    }
}
