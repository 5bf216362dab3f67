using System.Runtime.CompilerServices;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Groups;

namespace KafkaGateway.Admin.Consume.Membership;

/// <summary>Reads the partitions of a topic that a group gives it, from what the group has committed on, one generation after the other.</summary>
/// <param name="session">The command.</param>
/// <param name="group">The group.</param>
/// <param name="topic">The topic.</param>
/// <param name="start">Where to begin in partitions of which nothing is committed: <see cref="LogOffsets.Earliest"/> or <see cref="LogOffsets.Latest"/>.</param>
internal sealed class GroupReader(Session session, string group, TopicLeaders topic, long start) : IRecordSource
{
    /// <summary>How long the last commit may take when the reader ends, and as long again the leaving.</summary>
    public static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    private readonly GroupMembership _membership = new(session, group, topic.Name);
    private PrintedOffsets _printed = new(topic.Name);

    public async IAsyncEnumerable<IReadOnlyList<ConsumedRecord>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (identity, partitions) = await _membership.JoinAsync(cancellationToken);
                _printed = new PrintedOffsets(topic.Name);
                await using var stay = new GenerationStay(session, group, _membership, identity, _printed, cancellationToken);
                await using var records = ReadAsync(partitions, stay.Over).GetAsyncEnumerator(stay.Over);
                while (await NextAsync(records, stay.Over, cancellationToken))
                    yield return records.Current;
                stay.ThrowIfFailed();
            }
        }
        finally
        {
            await LeaveAsync();
        }
    }

    public void Printed(IReadOnlyList<ConsumedRecord> records) => _printed.Add(records);

    private async IAsyncEnumerable<IReadOnlyList<ConsumedRecord>> ReadAsync(
        IReadOnlyList<TopicPartition> partitions, [EnumeratorCancellation] CancellationToken over)
    {
        // Others may have them all.
        if (partitions.Count == 0)
            await Task.Delay(Timeout.Infinite, over);
        await topic.RefreshAsync(over);
        var reader = new PartitionReader(session.Client, topic, await PositionsAsync(partitions, over), session.Progress.Say);
        await foreach (var records in reader.ReadAsync(over))
            yield return records;
    }

    private async Task<IReadOnlyDictionary<int, long>> PositionsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken over)
    {
        var committed = await GroupCalls.CommittedAsync(session, group);
        var others = partitions.Where(partition => !committed.ContainsKey(partition)).ToList();
        var begun = await session.Client.OffsetsAsync(others, start, over);
        return partitions.ToDictionary(
            partition => partition.Partition, partition => committed.TryGetValue(partition, out var offset) ? offset : begun[partition]);
    }

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<IReadOnlyList<ConsumedRecord>> records, CancellationToken over, CancellationToken stop)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task LeaveAsync()
    {
        using var goodbye = new CancellationTokenSource(LongestGoodbye);
        try
        {
            await _membership.LeaveAsync(goodbye.Token);
        }
        catch (Exception unheard) when (unheard is AdminException or OperationCanceledException)
        {
            session.Progress.Say($"warning: group {group} was not told that its member goes, and waits for it until its session ends");
        }
    }
}
