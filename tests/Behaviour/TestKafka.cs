using System.Diagnostics.CodeAnalysis;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour;

/// <summary>
/// The Kafka under test. Each host's test project implements the partial members: how to start it, and the few facts in which hosts differ.
/// </summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "What is a constant for one host is not for another.")]
internal sealed partial class TestKafka : IAsyncDisposable
{
    /// <summary>
    /// Starts one, or gives a share in one that runs already where the options allow it: tests use names of their own, so they do not
    /// see each other.
    /// </summary>
    public static partial Task<TestKafka> StartAsync(Action<TestKafkaOptions>? configure = null);

    /// <summary>All gateways, HOST:PORT each, parted by commas.</summary>
    public partial string BootstrapServers { get; }

    /// <summary>The ids of the nodes that clients are told of, in the order of <see cref="BootstrapServers"/>.</summary>
    public partial IReadOnlyList<int> NodeIds { get; }

    /// <summary>The leader epoch of a partition that was just made and never changed hands.</summary>
    public partial int FirstLeaderEpoch { get; }

    /// <summary>The leader epoch that Metadata tells of such a partition: the same, or -1 where a gateway does not know it.</summary>
    public partial int LeaderEpochInMetadata { get; }

    /// <summary>What DescribeLogDirs names as the place of the records.</summary>
    public partial string LogDir { get; }

    /// <summary>Stops it, or gives back the share.</summary>
    public partial ValueTask DisposeAsync();

    /// <summary><see cref="BootstrapServers"/> one by one.</summary>
    public IReadOnlyList<string> Addresses => BootstrapServers.Split(',');

    /// <summary>An id that no node has.</summary>
    public int AbsentNodeId => NodeIds.Max() + 1;

    /// <summary>Connects to a gateway by its place in <see cref="BootstrapServers"/>.</summary>
    public Task<WireClient> ConnectAsync(int gateway = 0) => WireClient.ConnectAsync(BootstrapServers, gateway);

    /// <summary>Connects to the gateway that is another than the first, where there is another.</summary>
    public Task<WireClient> ConnectToLastAsync() => ConnectAsync(Addresses.Count - 1);
}
