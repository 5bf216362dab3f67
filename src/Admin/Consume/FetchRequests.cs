using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Consume;

/// <summary>Asks a leader for records of some of its partitions, and waits there until there are some.</summary>
internal sealed class FetchRequests(KafkaClient client, TopicLeaders topic)
{
    private const int LongestWaitMs = 500;
    private const int MaxBytes = 16 << 20;
    private const int PartitionMaxBytes = 1 << 20;
    private int _turn;

    public Task<FetchResponse> SendAsync(int node, IReadOnlyList<KeyValuePair<int, long>> positions, CancellationToken cancellationToken)
    {
        // An answer is filled in the order asked for: each partition must come first at times.
        var first = _turn++ % positions.Count;
        var request = new FetchRequest
        {
            MaxWaitMs = Math.Min(LongestWaitMs, client.TimeoutMs / 2),
            MinBytes = 1,
            MaxBytes = MaxBytes,
            Topics =
            [
                new()
                {
                    Topic = topic.Name,
                    TopicId = topic.Id,
                    Partitions = [.. positions.Skip(first).Concat(positions.Take(first)).Select(position => new FetchRequest.FetchPartition
                    {
                        Partition = position.Key,
                        FetchOffset = position.Value,
                        PartitionMaxBytes = PartitionMaxBytes,
                    })],
                },
            ],
        };
        return client.CallNodeAsync<FetchResponse>(node, request, cancellationToken, topic.HighestFetchVersion);
    }
}
