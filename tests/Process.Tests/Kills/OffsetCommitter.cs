using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>Commits ever higher offsets for a group, one after another, and looks what is left of them when the node is back.</summary>
internal sealed class OffsetCommitter(string group, string topic, int partitions) : RoundClient
{
    private const short CommitVersion = 8;
    private const short FetchVersion = 7;
    private long _sent;

    /// <summary>The highest offset whose commit was acknowledged; -1 before the first.</summary>
    public long Acknowledged { get; private set; } = -1;

    /// <summary>What was found wrong after a restart.</summary>
    public List<string> Violations { get; } = [];

    protected override async Task WorkAsync(WireClient client, Action acknowledged)
    {
        await CheckAsync(client);
        while (true)
        {
            var offset = ++_sent;
            var response = await CallAsync<OffsetCommitResponse>(client, Commit(offset), CommitVersion);
            Assert.All(response.Topics[0].Partitions, partition => Assert.Equal(ErrorCode.None, partition.ErrorCode));
            Acknowledged = offset;
            acknowledged();
        }
    }

    /// <summary>Compares what the node says is committed with what it acknowledged.</summary>
    public async Task CheckAsync(WireClient client)
    {
        var response = await CallAsync<OffsetFetchResponse>(client, Fetch(), FetchVersion);
        foreach (var partition in response.Topics[0].Partitions)
        {
            if (partition.ErrorCode != ErrorCode.None || partition.CommittedOffset < Acknowledged || partition.CommittedOffset > _sent)
            {
                Violations.Add(
                    $"{group}/{partition.PartitionIndex}: {partition.ErrorCode}, committed {partition.CommittedOffset}, acknowledged {Acknowledged}, sent {_sent}");
            }
        }
    }

    private OffsetCommitRequest Commit(long offset) => new()
    {
        GroupId = group,
        Topics =
        [
            new()
            {
                Name = topic,
                Partitions = [.. Enumerable.Range(0, partitions).Select(index => new OffsetCommitRequest.OffsetCommitRequestPartition
                {
                    PartitionIndex = index,
                    CommittedOffset = offset,
                    CommittedMetadata = $"at {offset}",
                })],
            },
        ],
    };

    private OffsetFetchRequest Fetch() => new()
    {
        GroupId = group,
        Topics = [new() { Name = topic, PartitionIndexes = [.. Enumerable.Range(0, partitions)] }],
    };
}
