using KafkaGateway.Shared.History;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Shared.Load;

/// <summary>Commits ever higher offsets for a group without members, and looks now and then what is left of them.</summary>
internal sealed class OffsetCommitter(string group, Place place, IReadOnlyList<string> addresses, int first, ClusterHistory history)
    : LoadClient($"committer of {group}", history)
{
    private const short CommitVersion = 7;
    private const short FetchVersion = 5;
    private const int CommitsToRead = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private string _lastTrouble = "";
    private int _acknowledged;

    /// <summary>How many commits were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    protected override string Doing => _lastTrouble;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        await using var client = new ClusterClient(addresses, first);
        for (var offset = 1; !stop.IsCancellationRequested; offset++)
        {
            var isDone = await CommitAsync(client, offset) && (offset % CommitsToRead != 0 || await ReadAsync(client));
            await Task.Delay(isDone ? Pace : Backoff, stop);
        }

        while (!await ReadAsync(client))
            await Task.Delay(Backoff, CancellationToken.None);
    }

    private async Task<bool> CommitAsync(ClusterClient client, long offset)
    {
        var answer = await client.TryCallAsync<OffsetCommitResponse>(
            OffsetCommitRequest.ApiKey,
            new OffsetCommitRequest
            {
                GroupId = group,
                Topics = [new() { Name = place.Topic, Partitions = [new() { PartitionIndex = place.Partition, CommittedOffset = offset }] }],
            },
            CommitVersion,
            CancellationToken.None);
        if (answer is null || !IsGood("commit", answer.Topics[0].Partitions[0].ErrorCode))
            return false;
        History.Add(new Committed(group, place, offset));
        Interlocked.Increment(ref _acknowledged);
        return true;
    }

    private async Task<bool> ReadAsync(ClusterClient client)
    {
        var answer = await client.TryCallAsync<OffsetFetchResponse>(
            OffsetFetchRequest.ApiKey,
            new OffsetFetchRequest { GroupId = group, Topics = [new() { Name = place.Topic, PartitionIndexes = [place.Partition] }] },
            FetchVersion,
            CancellationToken.None);
        if (answer is null || !IsGood("read", answer.ErrorCode) || !IsGood("read", answer.Topics[0].Partitions[0].ErrorCode))
            return false;
        History.Add(new CommitRead(group, place, answer.Topics[0].Partitions[0].CommittedOffset));
        return true;
    }

    private bool IsGood(string what, ErrorCode error)
    {
        if (error == ErrorCode.None)
            return true;
        _lastTrouble = $"{what}: {error}";
        Refuse(_lastTrouble, Retriable.Is(error));
        return false;
    }
}
