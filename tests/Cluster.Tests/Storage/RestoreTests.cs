using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Storage;

/// <summary>A database that was restored, and is older than the records.</summary>
public sealed class RestoreTests : IDisposable
{
    private const string Topic = "orders";
    private const string Group = "readers";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-gateway-restore-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task All_records_are_there_new_ones_go_behind_them_and_groups_go_on_from_what_they_had_committed_then()
    {
        var postgres = await SharedResources.PostgresAsync();
        var database = await postgres.CreateDatabaseAsync();
        await UseAsync(database, async client =>
        {
            await client.CreateTopicAsync(Topic, 1);
            await ProduceAsync(client, "before");
            Assert.Equal(ErrorCode.None, await client.CommitAsync(Group, Topic, offset: 1));
        });
        var backup = await postgres.CopyDatabaseAsync(database);
        for (var start = 1; start <= 3; start++)
        {
            await UseAsync(database, async client =>
            {
                await ProduceAsync(client, $"after start {start}");
                Assert.Equal(ErrorCode.None, await client.CommitAsync(Group, Topic, offset: start + 1));
            });
        }

        await UseAsync(backup, async client =>
        {
            // The records know the epochs that this database gives out next; each is refused, until one is new.
            await ProduceAsync(client, "restored");
            var read = await client.FetchAsync(Topic, 0);
            Assert.Equal(["before", "after start 1", "after start 2", "after start 3", "restored"], TestBatches.Values(read.Records));
            Assert.Equal(1, await CommittedAsync(client));
        });
    }

    private async Task UseAsync(string database, Func<WireClient, Task> useAsync)
    {
        await using var node = await ClusterNode.StartAsync(
            ProcessRole.All, "restored", [("postgres.connection", database), ("log.dirs", _folder.FullName)]);
        await using var client = await WireClient.ConnectAsync(node.KafkaAddress);
        await useAsync(client);
    }

    private static Task ProduceAsync(WireClient client, string value) =>
        Eventually.IsAsync(ErrorCode.None, async () => (await client.ProduceAsync(Topic, TestBatches.Of(value))).ErrorCode);

    private static async Task<long> CommittedAsync(WireClient client)
    {
        var request = new OffsetFetchRequest { GroupId = Group, Topics = [new() { Name = Topic, PartitionIndexes = [0] }] };
        return (await client.CallAsync<OffsetFetchResponse>(request, 5)).Topics[0].Partitions[0].CommittedOffset;
    }
}
