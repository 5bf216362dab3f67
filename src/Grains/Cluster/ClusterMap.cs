using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Grains.Doors;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>The cluster as people are shown it: members and hosts as this process knows them, actors as Orleans counts them when it is asked.</summary>
internal sealed class ClusterMap(ClusterView view, IGrainFactory grains, TimeProvider time) : IClusterMap
{
    private const string OurClasses = "KafkaGateway.Grains.";

    // A silo that is gone does not answer, and is not waited for.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    public string ClusterId => view.ClusterId;

    public int NodeId => view.NodeId;

    public IReadOnlyList<ClusterProcess> Processes => view.Processes;

    public ClusterProcess? HostOf(PartitionKey partition) => view.HostOf(partition);

    public ClusterProcess? HostOf(string groupId) => view.HostOf(groupId);

    public async ValueTask<IReadOnlyList<ActorCount>> CountActorsAsync(CancellationToken cancellationToken)
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var silos = await InTimeAsync(management.GetDetailedHosts(onlyActive: true, cancellationToken), cancellationToken) ?? [];
        var counts = await Task.WhenAll(silos.Select(async silo =>
            await InTimeAsync(management.GetSimpleGrainStatistics([silo.SiloAddress]), cancellationToken) is { } all ? Of(silo.SiloName, all) : null));
        return [.. counts.OfType<ActorCount>()];
    }

    private async Task<T?> InTimeAsync<T>(Task<T> call, CancellationToken cancellationToken)
        where T : class
    {
        call.Ignore();
        try
        {
            return await call.WaitAsync(AnswerWithin, time, cancellationToken);
        }
        catch (Exception failure) when (HostGone.Is(failure))
        {
            return null;
        }
    }

    private static ActorCount Of(string silo, SimpleGrainStatistic[] all)
    {
        var counts = all.Where(count => count.GrainType.StartsWith(OurClasses, StringComparison.Ordinal)).ToList();
        var partitions = Count(counts, typeof(PartitionGrain));
        var groups = Count(counts, typeof(ConsumerGroupGrain));
        return new ActorCount(silo, partitions, groups, counts.Sum(count => count.ActivationCount) - partitions - groups);
    }

    private static int Count(List<SimpleGrainStatistic> counts, Type grain) =>
        counts.Where(count => count.GrainType.StartsWith(grain.FullName!, StringComparison.Ordinal)).Sum(count => count.ActivationCount);
}
