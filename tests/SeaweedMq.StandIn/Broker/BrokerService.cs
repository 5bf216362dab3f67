using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>The broker's gRPC face: control calls. The streams are <see cref="PublishStream"/> and <see cref="Subscription"/>.</summary>
internal sealed class BrokerService(StandInBroker broker) : SeaweedMessaging.SeaweedMessagingBase
{
    /// <summary>The broker, if it is balancer. Control calls are for that one.</summary>
    private StandInBroker Balancer =>
        broker.LacksBalancer ? throw new RpcException(new Status(StatusCode.Unavailable, "dial tcp: missing address")) : broker;

    public override Task<FindBrokerLeaderResponse> FindBrokerLeader(FindBrokerLeaderRequest request, ServerCallContext context) =>
        broker.LacksBalancer
            ? throw new RpcException(new Status(StatusCode.NotFound, "lock broker_balancer not found"))
            : Task.FromResult(new FindBrokerLeaderResponse { Broker = broker.Address });

    public override Task<ConfigureTopicResponse> ConfigureTopic(ConfigureTopicRequest request, ServerCallContext context)
    {
        // The broker would divide by it.
        if (request.PartitionCount is < 1 or > PartitionKey.RingSize)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"partition count {request.PartitionCount}"));
        var (topic, life) = (request.Topic, Balancer.Life);
        var stored = life.Topics.Read(topic)?.Conf;
        return Task.FromResult(stored?.BrokerPartitionAssignments.Count == request.PartitionCount
            ? Update(life, request, stored)
            : Create(life, request, stored));
    }

    public override Task<GetTopicConfigurationResponse> GetTopicConfiguration(
        GetTopicConfigurationRequest request, ServerCallContext context)
    {
        if (Balancer.Life.Topics.Read(request.Topic) is not var (conf, entry))
        {
            const string Reason = "failed to read topic configuration: filer: no entry is found in filer store";
            throw new RpcException(new Status(StatusCode.Unknown, Reason));
        }

        // The schema's format is not told.
        return Task.FromResult(new GetTopicConfigurationResponse
        {
            Topic = request.Topic,
            PartitionCount = conf.BrokerPartitionAssignments.Count,
            BrokerPartitionAssignments = { conf.BrokerPartitionAssignments },
            CreatedAtNs = entry.Attributes.Crtime * 1_000_000_000,
            LastUpdatedNs = entry.Attributes.Mtime * 1_000_000_000,
            Retention = conf.Retention,
            MessageRecordType = conf.MessageRecordType,
            KeyColumns = { conf.KeyColumns },
        });
    }

    public override Task<TopicExistsResponse> TopicExists(TopicExistsRequest request, ServerCallContext context)
    {
        var life = Balancer.Life;
        var isLoaded = life.Loaded.Exists(partition => TopicOf(partition).Equals(request.Topic));
        return Task.FromResult(new TopicExistsResponse { Exists = isLoaded || IsKnown(life, request.Topic) });
    }

    public override Task<ListTopicsResponse> ListTopics(ListTopicsRequest request, ServerCallContext context)
    {
        const uint Limit = 1000;
        var (life, filer) = (Balancer.Life, broker.Life.Filer);
        var topics = life.Loaded.Select(TopicOf).ToHashSet();
        var spaces = filer.IsStopped ? [] : filer.List("/topics", limit: Limit);
        foreach (var space in spaces.Where(entry => entry.IsDirectory))
        {
            var folder = FilerPath.Join("/topics", space.Name);
            topics.UnionWith(filer.List(folder, limit: Limit)
                .Where(topic => filer.Find($"{folder}/{topic.Name}/topic.conf") is not null)
                .Select(topic => new Topic { Namespace = space.Name, Name = topic.Name }));
        }

        return Task.FromResult(new ListTopicsResponse { Topics = { topics } });
    }

    public override Task PublishMessage(
        IAsyncStreamReader<PublishMessageRequest> requests, IServerStreamWriter<PublishMessageResponse> responses,
        ServerCallContext context) =>
        new PublishStream(broker, requests, responses, context).RunAsync();

    public override async Task SubscribeMessage(
        IAsyncStreamReader<SubscribeMessageRequest> requests, IServerStreamWriter<SubscribeMessageResponse> responses,
        ServerCallContext context)
    {
        using var subscription = new Subscription(broker, requests, responses, context);
        await subscription.RunAsync();
    }

    public override async Task GetUnflushedMessages(
        GetUnflushedMessagesRequest request, IServerStreamWriter<GetUnflushedMessagesResponse> responses, ServerCallContext context)
    {
        var key = PartitionKey.Of(request.Topic, request.Partition);
        var life = broker.Life;
        var flushed = LogFiles.TakenForFlushed(life.Filer, key);
        foreach (var entry in life.Load(key).Buffer.ReadUnflushed().Where(entry => !flushed.Contains(entry.Offset)))
            await responses.WriteAsync(new GetUnflushedMessagesResponse { Message = entry });
        await responses.WriteAsync(new GetUnflushedMessagesResponse { EndOfStream = true });
    }

    // Only what it has of memory: nobody should ask it for more.
    public override Task<FetchMessageResponse> FetchMessage(FetchMessageRequest request, ServerCallContext context)
    {
        var buffer = broker.Life.Load(PartitionKey.Of(request.Topic, request.Partition)).Buffer;
        var found = (buffer.Read(ReadPosition.At(request.StartOffset)) ?? []).Where(entry => entry.Offset >= request.StartOffset).Take(request.MaxMessages).ToList();
        return Task.FromResult(new FetchMessageResponse
        {
            Messages = { found.Select(entry => new DataMessage { Key = entry.Key, Value = entry.Data, TsNs = entry.TsNs }) },
            NextOffset = found.Count > 0 ? found[^1].Offset + 1 : request.StartOffset,
            HighWaterMark = buffer.Count,
        });
    }

    public override Task<GetPartitionRangeInfoResponse> GetPartitionRangeInfo(GetPartitionRangeInfoRequest request, ServerCallContext context)
    {
        var key = PartitionKey.Of(request.Topic, request.Partition);
        var end = Math.Max(broker.Life.Counter(key).Coming, broker.Life.Load(key).Buffer.Count);
        return Task.FromResult(new GetPartitionRangeInfoResponse
        {
            OffsetRange = new OffsetRangeInfo { LatestOffset = end - 1, HighWaterMark = end },
        });
    }

    private static Topic TopicOf(LoadedPartition partition) => new() { Namespace = partition.Key.Namespace, Name = partition.Key.Topic };

    private static bool IsKnown(BrokerLife life, Topic topic)
    {
        try
        {
            return life.Topics.Recall(topic) is not null;
        }
        catch (RpcException)
        {
            // Not to know is answered like not to be there.
            return false;
        }
    }

    private static ConfigureTopicResponse Update(BrokerLife life, ConfigureTopicRequest request, ConfigureTopicResponse conf)
    {
        var schemaChanges = !Equals(request.MessageRecordType, conf.MessageRecordType);
        var retentionChanges = request.Retention is not null && !request.Retention.Equals(conf.Retention);
        if (!schemaChanges && !retentionChanges)
            return conf;
        if (schemaChanges)
        {
            conf.MessageRecordType = request.MessageRecordType;
            conf.KeyColumns.Clear();
            conf.KeyColumns.Add(request.KeyColumns);
            conf.SchemaFormat = request.SchemaFormat;
        }

        if (retentionChanges)
            conf.Retention = request.Retention;
        life.Topics.Save(request.Topic, conf);
        return conf;
    }

    /// <summary>A new generation. What the one before holds stays in the filer and is out of the broker's sight.</summary>
    private static ConfigureTopicResponse Create(BrokerLife life, ConfigureTopicRequest request, ConfigureTopicResponse? before)
    {
        foreach (var old in life.Loaded.Where(partition => TopicOf(partition).Equals(request.Topic)))
            _ = old.UnloadAsync();
        var conf = new ConfigureTopicResponse
        {
            BrokerPartitionAssignments = { life.Topics.Allocate(request.PartitionCount) },
            Retention = request.Retention ?? before?.Retention,
            MessageRecordType = request.MessageRecordType,
            KeyColumns = { request.KeyColumns },
            SchemaFormat = request.SchemaFormat,
        };
        life.Topics.Save(request.Topic, conf);
        foreach (var assignment in conf.BrokerPartitionAssignments)
            life.Load(PartitionKey.Of(request.Topic, assignment.Partition));
        return conf;
    }
}
