using System.Diagnostics;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace KafkaGateway.Cluster.Tests.Grains;

/// <summary>Where grains are, and how they change their silo when silos come and go.</summary>
public sealed class PlacementTests : IAsyncLifetime
{
    private const int Partitions = 12;
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromSeconds(5);
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync(silos: 2);
        await _cluster.JoinAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_partition_is_on_the_silo_that_clients_are_told()
    {
        var partitions = await _cluster.CreateTopicAsync("t", Partitions);
        await WakeAsync(partitions);
        await AreWhereClientsAreToldAsync(partitions);
        Assert.Equal(2, partitions.Select(partition => GrainCluster.LeaderOf(_cluster.Silos[0], partition)).Distinct().Count());
    }

    [Fact]
    public async Task Operators_are_told_of_the_same_silo_and_how_many_actors_are_awake_there()
    {
        var partitions = await _cluster.CreateTopicAsync("t", Partitions);
        await WakeAsync(partitions);
        await JoinAsync("g");
        await AreWhereClientsAreToldAsync(partitions);
        var map = _cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterMap>();
        Assert.All(partitions, partition => Assert.Equal(_hosts[partition], map.HostOf(partition)!.Name));

        var counts = (await map.CountActorsAsync(CancellationToken.None)).ToDictionary(count => count.Silo);
        Assert.Equal(_hosts.Values.CountBy(silo => silo!).ToDictionary(), counts.ToDictionary(count => count.Key, count => count.Value.Partitions));
        Assert.Equal((1, 1), (counts[map.HostOf("g")!.Name].Groups, counts.Values.Sum(count => count.Groups)));
        Assert.InRange(counts.Values.Sum(count => count.Others), 3, 12);
    }

    [Fact]
    public async Task When_a_silo_joins_it_takes_its_share_and_every_call_meanwhile_is_answered()
    {
        var partitions = await _cluster.CreateTopicAsync("t", Partitions);
        await WakeAsync(partitions);
        using var enough = new CancellationTokenSource();
        var producing = Task.Run(() => Task.WhenAll(partitions.Select(partition => ProduceUntilAsync(partition, enough.Token))));

        var joined = await _cluster.AddSiloAsync();
        await AreWhereClientsAreToldAsync(partitions);
        Assert.Contains(partitions, partition => GrainCluster.LeaderOf(joined, partition) == joined.Name);

        await enough.CancelAsync();
        await AreAllThereAsync(partitions, await producing);
    }

    [Fact]
    public async Task When_a_silo_leaves_the_others_take_over_and_every_call_meanwhile_is_answered()
    {
        var partitions = await _cluster.CreateTopicAsync("t", Partitions);
        await WakeAsync(partitions);
        using var enough = new CancellationTokenSource();
        var producing = Task.Run(() => Task.WhenAll(partitions.Select(partition => ProduceUntilAsync(partition, enough.Token))));

        var leaving = _cluster.Silos[1];
        await _cluster.StopAsync(leaving);
        await AreWhereClientsAreToldAsync(partitions);
        Assert.All(partitions, partition => Assert.Equal(_cluster.Silos[0].Name, GrainCluster.LeaderOf(_cluster.Silos[0], partition)));

        await enough.CancelAsync();
        await AreAllThereAsync(partitions, await producing);
    }

    [Fact]
    public async Task A_silo_that_stops_does_not_wait_for_fetches_and_joins_that_wait_there()
    {
        var partitions = await _cluster.CreateTopicAsync("t", Partitions);
        await WakeAsync(partitions);
        var leaving = _cluster.Silos[1];
        var fetches = partitions.Select(partition => _cluster.Actors.Partition(partition).ReadAsync(
            new ReadRequest { MaxBytes = 1000, MinBytes = 1, MaxWaitMs = 14_000 }, CancellationToken.None).AsTask()).ToList();
        var joins = await WaitingJoinsAsync(groups: 8);

        var clock = Stopwatch.StartNew();
        await _cluster.StopAsync(leaving);
        Assert.True(clock.Elapsed < HandOverWithin, $"it took {clock.Elapsed}");

        var hosted = partitions.Zip(fetches).Where(each => GrainWasOn(leaving, each.First)).Select(each => each.Second).ToList();
        Assert.NotEmpty(hosted);
        foreach (var fetch in hosted)
            Assert.Contains((await fetch.WaitAsync(HandOverWithin)).ErrorCode, new[] { ErrorCode.None, ErrorCode.NotLeaderOrFollower });
        var ended = await Task.WhenAny(joins).WaitAsync(HandOverWithin);
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, (await ended).ErrorCode);
    }

    private bool GrainWasOn(InProcessSiloHandle silo, PartitionKey partition) => _hosts[partition] == silo.Name;

    private readonly Dictionary<PartitionKey, string?> _hosts = [];

    private async Task WakeAsync(PartitionKey[] partitions)
    {
        foreach (var partition in partitions)
        {
            Assert.Equal(ErrorCode.None, (await _cluster.Actors.Partition(partition).DescribeAsync(CancellationToken.None)).ErrorCode);
            _hosts[partition] = _cluster.HostOf(partition);
        }
    }

    // Of every group one member is known, which does not come back, so that the second join waits.
    private async Task<List<Task<JoinGroupResponse>>> WaitingJoinsAsync(int groups)
    {
        var joins = new List<Task<JoinGroupResponse>>();
        for (var i = 0; i < groups; i++)
        {
            var name = $"g{i}";
            Assert.Equal(ErrorCode.None, (await JoinAsync(name)).ErrorCode);
            joins.Add(JoinAsync(name));
            await Eventually.IsAsync(
                "PreparingRebalance", async () => (await _cluster.Actors.Group(name).DescribeAsync(CancellationToken.None)).GroupState);
        }

        return joins;
    }

    private Task<JoinGroupResponse> JoinAsync(string group) => _cluster.Actors.Group(group).JoinAsync(
        new JoinGroupRequest
        {
            GroupId = group,
            SessionTimeoutMs = 300_000,
            RebalanceTimeoutMs = 300_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range" }],
        },
        new GroupCaller { ClientId = "c", ClientHost = "/h", ApiVersion = 3 },
        CancellationToken.None).AsTask();

    private async Task<List<string>> ProduceUntilAsync(PartitionKey partition, CancellationToken enough)
    {
        var acknowledged = new List<string>();
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var answer = await _cluster.Actors.Partition(partition).AppendAsync(
                new AppendRequest { Acks = -1, Batch = TestBatches.Of($"{partition.Partition}/{i}") }, CancellationToken.None);
            if (answer.ErrorCode == ErrorCode.None)
                acknowledged.Add($"{partition.Partition}/{i}");
            else
                Assert.Contains(answer.ErrorCode, new[] { ErrorCode.NotLeaderOrFollower, ErrorCode.RequestTimedOut, ErrorCode.KafkaStorageError });

            // Others need the processor too.
            await Task.Delay(2, CancellationToken.None);
        }

        return acknowledged;
    }

    private Task AreWhereClientsAreToldAsync(PartitionKey[] partitions) => Eventually.IsAsync("", async () =>
    {
        var misplaced = new List<string>();
        foreach (var partition in partitions)
        {
            await _cluster.Actors.Partition(partition).DescribeAsync(CancellationToken.None);
            var host = _cluster.HostOf(partition);
            misplaced.AddRange(_cluster.Silos
                .Where(silo => GrainCluster.LeaderOf(silo, partition) != host)
                .Select(silo => $"{partition.Partition} is on {host}, and {silo.Name} names {GrainCluster.LeaderOf(silo, partition)}"));
        }

        return string.Join("; ", misplaced);
    });

    private async Task AreAllThereAsync(PartitionKey[] partitions, List<string>[] acknowledged)
    {
        for (var i = 0; i < partitions.Length; i++)
        {
            var there = new List<string>();
            while (true)
            {
                var read = await _cluster.Actors.Partition(partitions[i]).ReadAsync(
                    new ReadRequest { FetchOffset = there.Count, MaxBytes = 1 << 20, AtLeastOneBatch = true }, CancellationToken.None);
                Assert.Equal(ErrorCode.None, read.ErrorCode);
                var values = TestBatches.Values(read.Records);
                if (values.Count == 0)
                    break;
                there.AddRange(values);
            }

            Assert.NotEmpty(acknowledged[i]);
            Assert.Equal(acknowledged[i], there.Where(acknowledged[i].ToHashSet().Contains));
        }
    }
}
