using System.Buffers;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Produce;

/// <summary>Sends batches to the leaders of their partitions, again after errors that may pass.</summary>
internal sealed class BatchSender(KafkaClient client, TopicLeaders topic, ProducerSettings settings)
{
    private long _acknowledged;

    /// <summary>Records that a leader has acknowledged; with acks=0, that have been sent.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public async Task SendAsync(int partition, ReadyBatch batch, CancellationToken cancellationToken)
    {
        var again = false;
        await client.RetryAsync(
            async () =>
            {
                if (again)
                    await topic.RefreshAsync(cancellationToken);
                again = true;
                await AttemptAsync(partition, batch, cancellationToken);
                return partition;
            },
            cancellationToken);
        Interlocked.Add(ref _acknowledged, batch.Records);
    }

    private async Task AttemptAsync(int partition, ReadyBatch batch, CancellationToken cancellationToken)
    {
        var leader = topic.LeaderOf(partition);
        var request = Request(partition, batch.Octets);
        if (settings.Acks == 0)
        {
            await client.SendNodeAsync(leader, request, cancellationToken, topic.HighestProduceVersion);
            return;
        }

        var response = await client.CallNodeAsync<ProduceResponse>(leader, request, cancellationToken, topic.HighestProduceVersion);
        var answer = response.Responses[0].PartitionResponses[0];

        // It is there already: the answer to an earlier attempt got lost.
        if (answer.ErrorCode != ErrorCode.DuplicateSequenceNumber)
            BrokerErrorException.ThrowIfFailed(answer.ErrorCode, $"partition {topic.Name}-{partition}", answer.ErrorMessage);
    }

    private ProduceRequest Request(int partition, byte[] batch) => new()
    {
        Acks = settings.Acks,
        TimeoutMs = client.TimeoutMs,
        TopicData =
        [
            new()
            {
                Name = topic.Name,
                TopicId = topic.Id,
                PartitionData = [new() { Index = partition, Records = new ReadOnlySequence<byte>(batch) }],
            },
        ],
    };
}
