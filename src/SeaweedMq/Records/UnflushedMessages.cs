using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Broker;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// Asks a broker for what it has in memory and not written out yet. It leaves out the message that comes first after something was written out; that one
/// can be had without its offset, which is then proved.
/// </summary>
internal sealed class UnflushedMessages(Channels channels, TimeSpan timeout)
{
    private const int MaxMissing = 1000;

    /// <summary>Messages from an offset on, until they take so many bytes. Some may be missing, but none has a wrong offset.</summary>
    /// <exception cref="StorageException">The broker does not answer.</exception>
    public Task<List<RecordEntry>> ReadAsync(PhysicalTopic topic, long offset, int maxBytes, CancellationToken cancellationToken) => CallAsync(
        topic,
        async (client, options) =>
        {
            // The broker takes no offset from which to begin: with one it looks in its files where it should look in its memory.
            using var call = client.GetUnflushedMessages(new() { Topic = topic.Topic, Partition = topic.Partition }, options);
            var found = new List<RecordEntry>();
            var bytes = 0L;
            while (bytes < maxBytes && await call.ResponseStream.MoveNext(cancellationToken) && call.ResponseStream.Current is { EndOfStream: false } answer)
            {
                if (answer.Message is null || answer.Message.Offset < offset)
                    continue;
                var entry = RecordEntry.Of(answer.Message);
                bytes += entry.SizeBytes;
                found.Add(entry);
            }

            return found;
        },
        cancellationToken);

    /// <summary>
    /// The messages from an offset on that <see cref="ReadAsync"/> has left out, if it can be proved that they are those. Their timestamps, which rise, say
    /// that they came after the message before; and they are as many as there are offsets up to the next one that is known, or that the broker will give.
    /// </summary>
    /// <param name="topic">Where.</param>
    /// <param name="offset">The first that is missing.</param>
    /// <param name="afterNs">The timestamp of the message before.</param>
    /// <param name="next">The next message that is known, null where there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The broker does not answer.</exception>
    public Task<IReadOnlyList<RecordEntry>> FindMissingAsync(
        PhysicalTopic topic, long offset, long afterNs, RecordEntry? next, CancellationToken cancellationToken) => CallAsync<IReadOnlyList<RecordEntry>>(
        topic,
        async (client, options) =>
        {
            var end = next?.Offset ?? await FindEndAsync(client, topic, options);
            if (end <= offset || end - offset > MaxMissing)
                return [];
            var request = new FetchMessageRequest { Topic = topic.Topic, Partition = topic.Partition, StartOffset = offset, MaxMessages = MaxMissing };
            var messages = (await client.FetchMessageAsync(request, options)).Messages
                .Where(message => message.TsNs > afterNs && (next is null || message.TsNs < next.Value.TimestampNs))
                .ToList();
            return messages.Count == end - offset
                ? [.. messages.Select((message, i) => new RecordEntry(offset + i, message.TsNs, message.Key.Memory, message.Value.Memory))]
                : [];
        },
        cancellationToken);

    private static async Task<long> FindEndAsync(SeaweedMessaging.SeaweedMessagingClient client, PhysicalTopic topic, CallOptions options) =>
        (await client.GetPartitionRangeInfoAsync(new() { Topic = topic.Topic, Partition = topic.Partition }, options)).OffsetRange?.HighWaterMark ?? -1;

    private async Task<T> CallAsync<T>(
        PhysicalTopic topic, Func<SeaweedMessaging.SeaweedMessagingClient, CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(
                new SeaweedMessaging.SeaweedMessagingClient(channels.To(topic.Broker)),
                new CallOptions(deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken));
        }
        catch (RpcException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StorageUnavailableException($"The broker {topic.Broker} does not tell what it has in memory of {topic.Name}: {failure.Status.Detail}", failure);
        }
    }
}
