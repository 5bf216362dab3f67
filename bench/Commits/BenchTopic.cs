using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Commits;

internal static class BenchTopic
{
    /// <summary>Makes a topic where there is none of that name.</summary>
    public static void Create(string server, string name, int partitions)
    {
        using var client = new WireClient(server);
        var request = new CreateTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = name, NumPartitions = partitions, ReplicationFactor = 1 }] };
        var error = client.Call<CreateTopicsResponse>(request, CreateTopicsRequest.ApiKey, 5).Topics[0].ErrorCode;
        if (error is not (ErrorCode.None or ErrorCode.TopicAlreadyExists))
            throw new InvalidOperationException($"topic {name}: {error}");
    }
}
