using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Broker;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>Asks a broker for what it has in memory and not written out yet. Its answers lack messages now and then, but never tell a wrong offset.</summary>
internal sealed class UnflushedMessages(Channels channels, TimeSpan timeout)
{
    /// <summary>Messages from an offset on, until they take so many bytes.</summary>
    /// <exception cref="StorageException">The broker does not answer.</exception>
    public async Task<List<RecordEntry>> ReadAsync(PhysicalTopic topic, long offset, int maxBytes, CancellationToken cancellationToken)
    {
        var found = new List<RecordEntry>();
        var bytes = 0L;
        try
        {
            // The broker takes no offset from which to begin: with one it looks in its files where it should look in its memory.
            using var call = new SeaweedMessaging.SeaweedMessagingClient(channels.To(topic.Broker)).GetUnflushedMessages(
                new GetUnflushedMessagesRequest { Topic = topic.Topic, Partition = topic.Partition },
                new CallOptions(deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken));
            while (bytes < maxBytes && await call.ResponseStream.MoveNext(cancellationToken) && call.ResponseStream.Current is { EndOfStream: false } answer)
            {
                if (answer.Message is null || answer.Message.Offset < offset)
                    continue;
                var entry = RecordEntry.Of(answer.Message);
                bytes += entry.SizeBytes;
                found.Add(entry);
            }

            return found;
        }
        catch (RpcException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StorageUnavailableException($"The broker {topic.Broker} does not tell what it has in memory of {topic.Name}: {failure.Status.Detail}", failure);
        }
    }
}
