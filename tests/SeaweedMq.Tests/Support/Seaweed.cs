using KafkaGateway.SeaweedMq.StandIn;

namespace KafkaGateway.SeaweedMq.Tests.Support;

/// <summary>A SeaweedMQ to test against: the one that SEAWEEDMQ_MASTERS names, or else a stand-in in this process. Each has a namespace of its own.</summary>
internal sealed class Seaweed : IAsyncDisposable
{
    private readonly StandInSeaweed? _standIn;

    private Seaweed(string masters, StandInSeaweed? standIn)
    {
        _standIn = standIn;
        Options = new SeaweedMqOptions
        {
            Namespace = $"test-{Guid.NewGuid():N}",
            Masters = masters.Split(','),
            Lease = TimeSpan.FromMilliseconds(200),
        };
    }

    public SeaweedMqOptions Options { get; }

    public static async Task<Seaweed> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("SEAWEEDMQ_MASTERS") is { Length: > 0 } masters)
            return new Seaweed(masters, standIn: null);
        var standIn = await StandInSeaweed.StartAsync();
        return new Seaweed(standIn.MasterAddress, standIn);
    }

    public ValueTask DisposeAsync() => _standIn?.DisposeAsync() ?? default;
}
