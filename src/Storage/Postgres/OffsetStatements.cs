using KafkaGateway.Contracts.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KafkaGateway.Storage.Postgres;

/// <summary>The statements that write committed offsets of many groups at once.</summary>
internal sealed class OffsetStatements(NpgsqlDataSource dataSource)
{
    /// <summary>
    /// Only groups whose owner row has exactly the writer's epoch and fence are written. The row is locked, so that a later owner's claim comes either
    /// after this statement, and then loads what it wrote, or before, and then the lock shows the claimed epoch and the group is passed over. In the
    /// order of the group ids, so that two statements cannot wait for each other. Groups that are only asked about are not locked, because a lock is
    /// a write, for which the disk would be waited for.
    /// </summary>
    private const string Commit = """
        with given as (select * from unnest($1, $2, $3) as g(group_id, owner_epoch, is_written)),
        owned as materialized (
            select o.group_id from group_owner o
            join given g on o.group_id = g.group_id and o.owner_epoch = g.owner_epoch and o.fence = $4
            where g.is_written
            order by o.group_id
            for no key update of o),
        changes as (
            select c.* from unnest($5, $6, $7, $8, $9, $10, $11, $12, $13)
                as c(group_id, topic, partition, is_deleted, committed_offset, leader_epoch, metadata, commit_time, expire_time)
            join owned using (group_id)),
        deleted as (
            delete from committed_offset o using changes c
            where c.is_deleted and o.group_id = c.group_id and o.topic = c.topic and o.partition = c.partition),
        written as (
            insert into committed_offset (group_id, topic, partition, committed_offset, leader_epoch, metadata, commit_time, expire_time)
            select group_id, topic, partition, committed_offset, leader_epoch, metadata, commit_time, expire_time from changes where not is_deleted
            on conflict (group_id, topic, partition) do update set
                committed_offset = excluded.committed_offset,
                leader_epoch = excluded.leader_epoch,
                metadata = excluded.metadata,
                commit_time = excluded.commit_time,
                expire_time = excluded.expire_time)
        select group_id from owned
        union all
        select o.group_id from group_owner o
        join given g on o.group_id = g.group_id and o.owner_epoch = g.owner_epoch and o.fence = $4
        where not g.is_written
        """;

    private const string Claim = """
        insert into group_owner (group_id, owner_epoch, fence)
        select group_id, owner_epoch, $3 from unnest($1, $2) as g(group_id, owner_epoch) order by group_id
        on conflict (group_id) do update set owner_epoch = excluded.owner_epoch, fence = excluded.fence
            where (group_owner.owner_epoch, group_owner.fence) <= (excluded.owner_epoch, excluded.fence)
        returning group_id
        """;

    /// <summary>Writes the changes of those groups that the writers own, and says which these are.</summary>
    /// <exception cref="StorageException">It is not known whether anything was written.</exception>
    public Task<List<string>> CommitAsync(IReadOnlyCollection<GroupWrites> groups, int fence)
    {
        var changes = groups.SelectMany(group => group.Changes.Select(change => (group.GroupId, Partition: change.Key, Offset: change.Value))).ToArray();
        return ReadGroupsAsync(Commit, command =>
        {
            AddOwners(command, groups);
            Add(command, NpgsqlDbType.Boolean, groups.Select(group => group.Changes.Count > 0).ToArray());
            Add(command, fence);
            Add(command, NpgsqlDbType.Text, Array.ConvertAll(changes, change => PostgresText.Escape(change.GroupId)));
            Add(command, NpgsqlDbType.Text, Array.ConvertAll(changes, change => PostgresText.Escape(change.Partition.Topic)));
            Add(command, NpgsqlDbType.Integer, Array.ConvertAll(changes, change => change.Partition.Partition));
            Add(command, NpgsqlDbType.Boolean, Array.ConvertAll(changes, change => change.Offset is null));
            Add(command, NpgsqlDbType.Bigint, Array.ConvertAll(changes, change => change.Offset?.Offset ?? 0));
            Add(command, NpgsqlDbType.Integer, Array.ConvertAll(changes, change => change.Offset?.LeaderEpoch ?? -1));
            Add(command, NpgsqlDbType.Text, Array.ConvertAll(changes, change => PostgresText.Escape(change.Offset?.Metadata ?? "")));
            Add(command, NpgsqlDbType.TimestampTz, Array.ConvertAll(changes, change => PostgresTime.FromMs(change.Offset?.CommitTimestampMs ?? 0)));
            Add(command, NpgsqlDbType.TimestampTz, Array.ConvertAll(changes, change =>
                change.Offset?.ExpireTimestampMs is { } expires ? PostgresTime.FromMs(expires) : (DateTime?)null));
        });
    }

    /// <summary>Makes the writers the owners of those groups that have no later one, and says which these are.</summary>
    /// <exception cref="StorageException">It is not known whether anything was written.</exception>
    public Task<List<string>> ClaimAsync(IReadOnlyCollection<GroupWrites> groups, int fence) => ReadGroupsAsync(Claim, command =>
    {
        AddOwners(command, groups);
        Add(command, fence);
    });

    private Task<List<string>> ReadGroupsAsync(string statement, Action<NpgsqlCommand> addParameters) =>
        PostgresConnection.GuardAsync(dataSource, async () =>
        {
            await using var command = dataSource.CreateCommand(statement);
            addParameters(command);
            var groupIds = new List<string>();
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                groupIds.Add(PostgresText.Unescape(rows.GetString(0)));
            return groupIds;
        });

    private static void AddOwners(NpgsqlCommand command, IReadOnlyCollection<GroupWrites> groups)
    {
        Add(command, NpgsqlDbType.Text, groups.Select(group => PostgresText.Escape(group.GroupId)).ToArray());
        Add(command, NpgsqlDbType.Bigint, groups.Select(group => group.OwnerEpoch).ToArray());
    }

    private static void Add(NpgsqlCommand command, int value) => command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
