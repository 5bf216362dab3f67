using System.Security.Cryptography;
using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>One publisher: init, hello, then one answer for each message, in order.</summary>
internal sealed class PublishStream(
    StandInBroker broker,
    IAsyncStreamReader<PublishMessageRequest> requests,
    IServerStreamWriter<PublishMessageResponse> responses,
    ServerCallContext context)
{
    private const int TopicNotFound = 2;
    private const int NotLeader = 6;
    private const int InvalidRecord = 42;
    private readonly BrokerLife _life = broker.Life;

    public async Task RunAsync()
    {
        if (!await requests.MoveNext(context.CancellationToken))
            return;
        if (Refusal(requests.Current.Init) is { } refusal)
        {
            await responses.WriteAsync(refusal, context.CancellationToken);
            return;
        }

        var key = PartitionKey.Of(requests.Current.Init.Topic, requests.Current.Init.Partition);
        var partition = broker.Attach(_life, key);
        partition.Enter();
        using var publishing = broker.NotePublisher(context);
        try
        {
            await responses.WriteAsync(new PublishMessageResponse(), context.CancellationToken);
            await PublishAsync(key, partition.Buffer);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            // The client went away. What it sent may have been stored.
        }
        finally
        {
            // The end of the stream tells the client that the partition is cleaned up.
            await partition.LeaveAsync();
        }
    }

    private async Task PublishAsync(PartitionKey key, LogBuffer buffer)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            await broker.Answers.PassAsync(context.CancellationToken);
            // What is not data is passed over without an answer.
            if (requests.Current.Data is not { } message)
                continue;
            _life.Over.ThrowIfCancellationRequested();
            var offset = _life.Counter(key).Next();
            if (broker.BeforeAppend is { } before)
                await before(key.Topic, offset);
            await buffer.Append(EntryOf(message, offset)).WaitAsync(context.CancellationToken);
            await responses.WriteAsync(
                new PublishMessageResponse { AssignedOffset = offset, AckTsNs = message.TsNs }, context.CancellationToken);
        }
    }

    private LogEntry EntryOf(DataMessage message, long offset) => new()
    {
        TsNs = message.TsNs == 0 ? _life.Options.Time.NowNs() : message.TsNs,
        PartitionKeyHash = HashOf(message.Key),
        Data = message.Value,
        Key = message.Key,
        Offset = offset,
    };

    /// <summary>The answer in place of the hello, if this cannot be published to.</summary>
    private PublishMessageResponse? Refusal(PublishMessageRequest.Types.InitMessage? init)
    {
        if (init is null)
            return new PublishMessageResponse { ErrorCode = InvalidRecord, Error = "missing init message" };
        if (broker.ForeignLeader is { } leader)
        {
            return new PublishMessageResponse
            {
                ErrorCode = NotLeader, Error = $"not the leader for this partition, leader is: {leader}",
            };
        }

        var conf = RecallOrNothing(init);
        // A partition of an earlier generation is answered the same way as a topic that is not there.
        if (conf?.BrokerPartitionAssignments.Any(assignment => assignment.Partition.Equals(init.Partition)) == true)
            return null;
        var reason = conf is null ? $"topic {init.Topic.Namespace}.{init.Topic.Name} not found" : "no broker assignment for the partition";
        return new PublishMessageResponse
        {
            ErrorCode = TopicNotFound, Error = $"failed to find leader for topic partition: {reason}",
        };
    }

    private ConfigureTopicResponse? RecallOrNothing(PublishMessageRequest.Types.InitMessage init)
    {
        try
        {
            return broker.LacksBalancer ? null : _life.Topics.Recall(init.Topic);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    // The first 4 octets of the MD5, as the broker computes it; nothing depends on it.
#pragma warning disable CA5351
    private static int HashOf(ByteString key) => BinaryPrimitives.ReadInt32BigEndian(MD5.HashData(key.Span));
#pragma warning restore CA5351
}
