namespace KafkaGateway.SeaweedMq.Tests.Support;

/// <summary>A SeaweedMQ to test against: the one that SEAWEEDMQ_MASTERS names, or else a stand-in in this process. Each has a namespace of its own.</summary>
internal sealed class Seaweed : IAsyncDisposable
{
    private Seaweed(SeaweedMqOptions options) => Options = options;

    public SeaweedMqOptions Options { get; }

    public static Task<Seaweed> StartAsync()
    {
        var options = new SeaweedMqOptions
        {
            Namespace = $"test-{Guid.NewGuid():N}",
            Masters = Environment.GetEnvironmentVariable("SEAWEEDMQ_MASTERS")!.Split(','),
            Lease = TimeSpan.FromMilliseconds(200),
        };
        return Task.FromResult(new Seaweed(options));
    }

    public ValueTask DisposeAsync() => default;
}
