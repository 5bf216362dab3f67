using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Probe;

internal static class Topics
{
    private const short CreateVersion = 5;
    private const short DeleteVersion = 4;

    /// <summary>Makes a topic with one replica and the settings of the broker.</summary>
    public static void Create(WireClient client, string name, int partitions)
    {
        var request = new CreateTopicsRequest
        {
            TimeoutMs = 10_000,
            Topics = [new() { Name = name, NumPartitions = partitions, ReplicationFactor = 1 }],
        };
        var response = client.Call<CreateTopicsResponse>(request, CreateTopicsRequest.ApiKey, CreateVersion);
        Check(response.Topics[0].ErrorCode, name);
    }

    public static void Delete(WireClient client, string name)
    {
        var request = new DeleteTopicsRequest { TimeoutMs = 10_000, TopicNames = [name] };
        Check(client.Call<DeleteTopicsResponse>(request, DeleteTopicsRequest.ApiKey, DeleteVersion).Responses[0].ErrorCode, name);
    }

    private static void Check(ErrorCode error, string name)
    {
        if (error != ErrorCode.None)
        {
            throw new InvalidOperationException($"topic {name}: {error}");
        }
    }
}
