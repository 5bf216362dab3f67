using System.Buffers;
using System.Runtime.InteropServices;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Compression;
using Orleans.TestingHost;

namespace KafkaGateway.Cluster.Tests.Grains;

/// <summary>What becomes of a batch's octets between socket and log.</summary>
public sealed class RecordBytesTests : IAsyncLifetime
{
    private const int PatchedHeaderBytes = 16;
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await GrainCluster.StartAsync(silos: 2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Inside_one_silo_they_are_never_copied()
    {
        var (partition, host, _) = await HostedAsync("t");
        var batch = TestBatches.Of("stays");
        await AppendAsync(GrainCluster.ActorsOf(host), partition, batch);
        var read = await ReadAsync(GrainCluster.ActorsOf(host), partition);
        Assert.True(MemoryMarshal.TryGetArray(read.First, out var octets));
        Assert.Same(batch, octets.Array);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(900_000)]
    public async Task Between_processes_they_cross_unchanged(int size)
    {
        var (partition, host, other) = await HostedAsync("t");
        var noise = new byte[size];
        new Random(1).NextBytes(noise);
        var batch = TestBatches.Of([Convert.ToBase64String(noise)[..size], "second"], CompressionType.None);
        byte[] sent = [.. batch];

        await AppendAsync(GrainCluster.ActorsOf(other), partition, batch);
        await AppendAsync(_cluster.Actors, partition, [.. sent]);
        foreach (var actors in new[] { GrainCluster.ActorsOf(host), GrainCluster.ActorsOf(other), _cluster.Actors })
        {
            var read = (await ReadAsync(actors, partition)).ToArray();
            Assert.Equal(2 * sent.Length, read.Length);
            Assert.Equal(sent[PatchedHeaderBytes..], read[PatchedHeaderBytes..sent.Length]);
            Assert.Equal(sent[PatchedHeaderBytes..], read[(sent.Length + PatchedHeaderBytes)..]);
            Assert.Equal(2, read[sent.Length + 7]);
        }
    }

    [Fact]
    public async Task Appends_made_one_after_another_without_waiting_keep_their_order()
    {
        const int Count = 300;
        var (partition, _, other) = await HostedAsync("t", wake: false);
        var door = GrainCluster.ActorsOf(other).Partition(partition);
        var appends = Enumerable.Range(0, Count).Select(i => door.AppendAsync(
            new AppendRequest { Acks = (short)(i % 3 == 0 ? 1 : -1), Batch = TestBatches.Of($"{i}") }, CancellationToken.None).AsTask()).ToList();
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), (await Task.WhenAll(appends)).Select(append => append.BaseOffset));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), TestBatches.Values(await ReadAsync(_cluster.Actors, partition)));
    }

    private async Task<(PartitionKey Partition, InProcessSiloHandle Host, InProcessSiloHandle Other)> HostedAsync(string topic, bool wake = true)
    {
        var partition = (await _cluster.CreateTopicAsync(topic))[0];
        if (wake)
        {
            // Woken while the silos did not yet know each other, it may move once more.
            await Hosting.Eventually.IsAsync(true, async () =>
            {
                Assert.Equal(ErrorCode.None, (await _cluster.Actors.Partition(partition).DescribeAsync(CancellationToken.None)).ErrorCode);
                var leaders = _cluster.Silos.Select(silo => GrainCluster.LeaderOf(silo, partition)).Distinct().ToList();
                return leaders.Count == 1 && _cluster.HostOf(partition) == leaders[0];
            });
        }

        var leader = GrainCluster.LeaderOf(_cluster.Silos[0], partition);
        var host = _cluster.Silos.Single(silo => silo.Name == leader);
        return (partition, host, _cluster.Silos.Single(silo => silo != host));
    }

    private static async Task AppendAsync(IActors actors, PartitionKey partition, byte[] batch)
    {
        var appended = await actors.Partition(partition).AppendAsync(new AppendRequest { Acks = -1, Batch = batch }, CancellationToken.None);
        Assert.Equal((ErrorCode.None, null), (appended.ErrorCode, appended.ErrorMessage));
    }

    private static async Task<ReadOnlySequence<byte>> ReadAsync(IActors actors, PartitionKey partition)
    {
        var read = await actors.Partition(partition).ReadAsync(new ReadRequest { MaxBytes = 10 << 20, AtLeastOneBatch = true }, CancellationToken.None);
        Assert.Equal(ErrorCode.None, read.ErrorCode);
        return read.Records!.Value;
    }
}
