using KafkaGateway.Actors.Configuration;
using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Topics;

/// <summary>One node with real topics and catalog, and partitions and groups that only note down what they are told.</summary>
internal sealed class TopicWorld : IActors, ICluster, IGroupDirectory
{
    private readonly Dictionary<string, Topic> _topics = [];
    private readonly Random _random = new(1);

    public TopicWorld(params (string Name, string Value)[] settings)
        : this(new MemoryStates(), settings)
    {
    }

    private TopicWorld(MemoryStates states, (string Name, string Value)[] settings)
    {
        States = states;
        Settings = BrokerSettings.Of([.. settings, ("node.id", "7")]);
        Catalog = new TopicCatalog(states, TimeProvider.System);
        ProducerIds = new ProducerIds(states);
        Configs = new ResourceConfigs(states, this, this, Settings);
        NewId = () =>
        {
            var bytes = new byte[16];
            _random.NextBytes(bytes);
            return new Guid(bytes);
        };
    }

    public MemoryStates States { get; }

    public BrokerSettings Settings { get; }

    public Func<Guid> NewId { get; set; }

    public Dictionary<PartitionKey, NotedPartition> Partitions { get; } = [];

    public List<string> ForgottenByGroups { get; } = [];

    public ITopicCatalog Catalog { get; }

    public IProducerIds ProducerIds { get; }

    public ResourceConfigs Configs { get; }

    IResourceConfigs IActors.Configs => Configs;

    public IGroupDirectory Groups => this;

    public string ClusterId => "cluster";

    public int NodeId => 7;

    public int ControllerId => 7;

    public LogDir LogDir => new("memory", -1, -1);

    public IReadOnlyList<ClusterNode> Nodes { get; } = [new(7, [], null)];

    /// <summary>The same storage under new actors, as after a crash.</summary>
    public TopicWorld Restart() => new(States, []);

    public ITopic Topic(string name) =>
        _topics.TryGetValue(name, out var topic) ? topic : _topics[name] = new Topic(name, States, this, this, Settings, () => NewId());

    public IPartition Partition(PartitionKey key) =>
        Partitions.TryGetValue(key, out var partition) ? partition : Partitions[key] = new NotedPartition();

    public IConsumerGroup Group(string groupId) => new NotedGroup(groupId, ForgottenByGroups);

    public ValueTask<IReadOnlyList<ListGroupsResponse.ListedGroup>> ListAsync(CancellationToken cancellationToken) =>
        new([new ListGroupsResponse.ListedGroup { GroupId = "g" }]);

    public ValueTask<IReadOnlyList<string>> ListAsync(string topic, CancellationToken cancellationToken) => new(["g"]);

    public PartitionLeader LeaderOf(PartitionKey partition) => new(7, 0);

    public int CoordinatorOf(string key) => 7;

    public async Task<TopicCatalogSnapshot> CatalogNowAsync() => await Catalog.GetAsync(-1, TimeSpan.Zero, CancellationToken.None);

    public async Task<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        string name, int partitions = -1, short replicas = -1, bool validateOnly = false, params (string Name, string? Value)[] configs) =>
        await Topic(name).CreateAsync(
            new()
            {
                Name = name,
                NumPartitions = partitions,
                ReplicationFactor = replicas,
                Configs = [.. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig { Name = config.Name, Value = config.Value })],
            },
            validateOnly,
            CancellationToken.None);
}
