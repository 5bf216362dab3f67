using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Silo.Hosting;
using Npgsql;

namespace KafkaGateway.Cluster.Tests.State;

/// <summary>What the database keeps of groups that were deleted.</summary>
public sealed class GoneGroupsTests
{
    private const short DeleteVersion = 2;

    [Fact]
    public async Task Who_owned_a_group_that_was_deleted_a_day_ago_is_forgotten()
    {
        var connection = await (await SharedResources.PostgresAsync()).CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        await using var node = await ClusterNode.StartAsync(
            ProcessRole.All, "tidy", [("postgres.connection", connection), ("offsets.retention.check.interval.ms", "100")], inMemory: true);
        await using var client = await WireClient.ConnectAsync(node.KafkaAddress);
        await client.CreateTopicAsync("t", 1);
        foreach (var group in new[] { "stays", "goes" })
            Assert.Equal(ErrorCode.None, await client.CommitAsync(group, "t", offset: 1));
        var deleted = await client.CallAsync<DeleteGroupsResponse>(new DeleteGroupsRequest { GroupsNames = ["goes"] }, DeleteVersion);
        Assert.Equal(ErrorCode.None, deleted.Results[0].ErrorCode);
        Assert.Equal("goes, stays", await OwnedAsync(database));

        await using var age = database.CreateCommand("update group_owner set owner_epoch = owner_epoch - 86400000");
        await age.ExecuteNonQueryAsync();
        await Eventually.IsAsync("stays", () => OwnedAsync(database));
    }

    private static async Task<string> OwnedAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select string_agg(group_id, ', ' order by group_id) from group_owner");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
