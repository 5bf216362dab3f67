using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Filer;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>What the broker knows of topics: the filer's topic.conf, and for a while what it has read of it.</summary>
internal sealed class TopicConfigurations(StandInOptions options, IFiler filer, string broker)
{
    private const string Name = "topic.conf";
    private static readonly JsonFormatter Writer = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation());
    private static readonly JsonParser Reader = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string), (ConfigureTopicResponse? Conf, DateTimeOffset Until)> _cache = [];

    /// <summary>
    /// What topic.conf says, and its entry; null if there is none. Who reads an assignment without a follower picks one, and of one
    /// broker that is the leader itself.
    /// </summary>
    public (ConfigureTopicResponse Conf, Entry Entry)? Read(Topic topic)
    {
        if (filer.IsStopped)
            throw new RpcException(new Status(StatusCode.Unknown, "failed to read topic.conf: filer is down"));
        var entry = filer.Find(FilerPath.Join(PartitionKey.FolderOf(topic.Namespace, topic.Name), Name));
        if (entry is null)
            return null;
        var conf = Reader.Parse<ConfigureTopicResponse>(entry.Content.ToStringUtf8());
        var incomplete = conf.BrokerPartitionAssignments.Where(assignment => assignment.FollowerBroker != broker).ToList();
        foreach (var assignment in incomplete)
            (assignment.LeaderBroker, assignment.FollowerBroker) = (broker, broker);
        if (incomplete.Count > 0)
            Save(topic, conf);
        return (conf, entry);
    }

    public void Save(Topic topic, ConfigureTopicResponse conf)
    {
        if (filer.WhyNoWrites is { } reason)
            throw new RpcException(new Status(StatusCode.Unknown, $"configure topic: {reason}"));
        var folder = PartitionKey.FolderOf(topic.Namespace, topic.Name);
        var error = filer.Put(folder, new Entry { Name = Name, Content = ByteString.CopyFromUtf8(Writer.Format(conf)) });
        if (error.Length > 0)
            throw new RpcException(new Status(StatusCode.Unknown, error));
        lock (_lock)
            _cache.Remove((topic.Namespace, topic.Name));
    }

    /// <summary>What is known of a topic, perhaps no longer true; null also stands for what was found missing.</summary>
    public ConfigureTopicResponse? Recall(Topic topic)
    {
        var key = (topic.Namespace, topic.Name);
        lock (_lock)
        {
            if (_cache.TryGetValue(key, out var known) && options.Time.GetUtcNow() < known.Until)
                return known.Conf;
        }

        var read = Read(topic)?.Conf;
        lock (_lock)
            _cache[key] = (read, options.Time.GetUtcNow() + options.TopicCacheTime);
        return read;
    }

    /// <summary>A new generation: the ring in equal parts, the last one with what is left.</summary>
    public List<BrokerPartitionAssignment> Allocate(int count)
    {
        var (now, size) = (options.Time.NowNs(), PartitionKey.RingSize / count);
        return [.. Enumerable.Range(0, count).Select(i => new BrokerPartitionAssignment
        {
            Partition = new Partition
            {
                RingSize = PartitionKey.RingSize,
                RangeStart = i * size,
                RangeStop = i == count - 1 ? PartitionKey.RingSize : (i + 1) * size,
                UnixTimeNs = now,
            },
            LeaderBroker = broker,
        })];
    }
}
