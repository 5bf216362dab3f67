using KafkaGateway.Contracts;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Fetching;

/// <summary>Names a partition within one client's fetch requests: by id where the client uses ids, else by name.</summary>
internal readonly record struct FetchKey(string Topic, Guid TopicId, int Partition);

/// <summary>What a client wants of one partition. A fetch session remembers it between requests.</summary>
internal sealed class FetchTarget(FetchKey key)
{
    public FetchKey Key { get; } = key;

    public long FetchOffset { get; set; }

    public int MaxBytes { get; set; }

    public int CurrentLeaderEpoch { get; set; }

    public int LastFetchedEpoch { get; set; }

    /// <summary>What the client was last told; a session leaves out what has not changed. -1 before the first answer.</summary>
    public long ToldHighWatermark { get; set; } = -1;

    /// <inheritdoc cref="ToldHighWatermark"/>
    public long ToldLogStartOffset { get; set; } = -1;
}

/// <summary>A target and the partition it stands for, if there is one.</summary>
internal readonly record struct ResolvedTarget(FetchTarget Target, PartitionKey Partition, ErrorCode Error);
