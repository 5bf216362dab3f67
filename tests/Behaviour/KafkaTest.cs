namespace KafkaGateway.Standalone.Tests.Wire;

/// <summary>A test with a node of its own and one client.</summary>
public abstract class NodeTest : IAsyncLifetime
{
    private protected KafkaNode Kafka { get; private set; } = null!;

    private protected WireClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Kafka = await KafkaNode.StartAsync(Configure);
        Client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Kafka.DisposeAsync();
    }

    protected virtual void Configure(KafkaNodeOptions options)
    {
    }

    private protected Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Kafka.BootstrapServers);
}
