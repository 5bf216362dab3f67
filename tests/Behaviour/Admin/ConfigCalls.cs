using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Admin;

/// <summary>The kinds of what has settings, as they go over the wire.</summary>
internal static class Resource
{
    public const sbyte Topic = (sbyte)ConfigResourceType.Topic;
    public const sbyte Broker = (sbyte)ConfigResourceType.Broker;
    public const sbyte Loggers = (sbyte)ConfigResourceType.BrokerLogger;
    public const sbyte Metrics = (sbyte)ConfigResourceType.ClientMetrics;
    public const sbyte Group = (sbyte)ConfigResourceType.Group;
}

/// <summary>Reading and changing the settings of one resource.</summary>
internal static class ConfigCalls
{
    public static async Task<DescribeConfigsResponse.DescribeConfigsResult> DescribeConfigsAsync(
        this WireClient client, sbyte type, string name, params string[] keys) =>
        (await client.CallAsync<DescribeConfigsResponse>(
            new DescribeConfigsRequest
            {
                Resources = [new() { ResourceType = type, ResourceName = name, ConfigurationKeys = keys.Length == 0 ? null : [.. keys] }],
                IncludeSynonyms = true,
                IncludeDocumentation = true,
            },
            4)).Results.Single();

    /// <summary>Sets one setting and leaves the others.</summary>
    public static async Task<ErrorCode> SetConfigAsync(this WireClient client, sbyte type, string name, string key, string? value) =>
        (await client.CallAsync<IncrementalAlterConfigsResponse>(
            new IncrementalAlterConfigsRequest
            {
                Resources = [new() { ResourceType = type, ResourceName = name, Configs = [new() { Name = key, Value = value }] }],
            },
            1)).Responses.Single().ErrorCode;

    /// <summary>Sets one setting and takes the others back to their defaults.</summary>
    public static async Task<ErrorCode> ReplaceConfigsAsync(this WireClient client, sbyte type, string name, string key, string? value) =>
        (await client.CallAsync<AlterConfigsResponse>(
            new AlterConfigsRequest { Resources = [new() { ResourceType = type, ResourceName = name, Configs = [new() { Name = key, Value = value }] }] },
            2)).Responses.Single().ErrorCode;
}
