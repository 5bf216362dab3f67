using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Configs;

/// <summary>Asks for settings, and changes them.</summary>
internal static class ConfigCalls
{
    // Keeps an answer with all settings of each entity to a few MiB.
    private const int EntitiesInOneRequest = 200;

    /// <summary>All settings of some entities of one kind, by the entities' names.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<ConfigEntry>>> DescribeAsync(
        KafkaClient client, ConfigEntity entity, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var described = new Dictionary<string, IReadOnlyList<ConfigEntry>>(StringComparer.Ordinal);
        foreach (var some in names.GroupBy(name => entity.Node(name)).SelectMany(node => node.Chunk(EntitiesInOneRequest)))
        {
            var request = new DescribeConfigsRequest
            {
                Resources = [.. some.Select(name => new DescribeConfigsRequest.DescribeConfigsResource
                {
                    ResourceType = (sbyte)entity,
                    ResourceName = name,
                    ConfigurationKeys = null,
                })],
            };
            var response = await client.RetryAsync(
                async () =>
                {
                    var answer = await AskAsync<DescribeConfigsResponse>(client, entity.Node(some[0]), request, cancellationToken);
                    foreach (var result in answer.Results)
                        BrokerErrorException.ThrowIfFailed(result.ErrorCode, Name(entity, result.ResourceName), result.ErrorMessage);
                    return answer;
                },
                cancellationToken);
            foreach (var result in response.Results)
                described[result.ResourceName] = [.. result.Configs.Select(ConfigEntry.From).OrderBy(config => config.Name, StringComparer.Ordinal)];
        }

        return described;
    }

    /// <summary>Sets and takes away settings of one entity (KIP-339).</summary>
    public static Task AlterAsync(
        KafkaClient client, ConfigEntity entity, string name, IEnumerable<ConfigChange> changes, CancellationToken cancellationToken)
    {
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new()
                {
                    ResourceType = (sbyte)entity,
                    ResourceName = name,
                    Configs = [.. changes.Select(change => new IncrementalAlterConfigsRequest.AlterableConfig
                    {
                        Name = change.Name,
                        ConfigOperation = (sbyte)change.Operation,
                        Value = change.Value,
                    })],
                },
            ],
        };
        return client.RetryAsync(
            async () =>
            {
                var answer = await AskAsync<IncrementalAlterConfigsResponse>(client, entity.Node(name), request, cancellationToken);
                var result = answer.Responses[0];
                BrokerErrorException.ThrowIfFailed(result.ErrorCode, Name(entity, name), result.ErrorMessage);
                return answer;
            },
            cancellationToken);
    }

    private static Task<TResponse> AskAsync<TResponse>(KafkaClient client, int? node, Protocol.IKafkaMessage request, CancellationToken cancellationToken)
        where TResponse : class, Protocol.IKafkaMessage => node is { } id
        ? client.CallNodeAsync<TResponse>(id, request, cancellationToken)
        : client.CallAnyAsync<TResponse>(request, cancellationToken);

    private static string Name(ConfigEntity entity, string name) => entity == ConfigEntity.Topic ? $"topic {name}" : $"broker {name}";
}
