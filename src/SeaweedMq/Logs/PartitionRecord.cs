using System.Text.Json;
using System.Text.Json.Serialization;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// What is kept of a partition in the filer beside its log: where that is, who owns it, and a beginning of it that need not be read again.
/// </summary>
internal sealed record PartitionRecord
{
    public required PhysicalTopic Topic { get; init; }

    /// <summary>The newest owner's epoch.</summary>
    public required int LeaderEpoch { get; init; }

    /// <summary>How often the partition was opened: each time by another owner.</summary>
    public required long Term { get; init; }

    /// <summary>The newest owner's process.</summary>
    public required Guid Process { get; init; }

    /// <summary>How long that one may believe to be the owner without asking; 0 once he has taken leave.</summary>
    public required long LeaseMs { get; init; }

    /// <summary>Which write of this owner this is: together with the term it tells one state from all others.</summary>
    public long Writes { get; init; }

    /// <summary>The owner's first file begins at this time, ns since 1970. No message before it has a later timestamp.</summary>
    public long ClockNs { get; init; }

    public long StartOffset { get; init; }

    /// <summary>The log files that were read or written to their end, oldest first.</summary>
    public IReadOnlyList<FileFacts> Files { get; init; } = [];

    /// <summary>Where reading goes on after these: the first file that may hold more.</summary>
    public string NextFile { get; init; } = "";

    /// <summary>The offset after these files.</summary>
    public long NextOffset { get; init; }

    /// <summary>Which epoch wrote from which offset on, up to there.</summary>
    public IReadOnlyList<EpochStart> Epochs { get; init; } = [];

    /// <summary>Which term wrote from which offset on, up to there.</summary>
    public IReadOnlyList<TermStart> Terms { get; init; } = [];

    /// <summary>The newest term whose barrier was seen up to there, 0 for none.</summary>
    public long BarrierTerm { get; init; }

    public long SnapshotOffset { get; init; } = -1;

    public byte[] Snapshot { get; init; } = [];

    /// <summary>Compared when the record is replaced.</summary>
    [JsonIgnore]
    public string Revision => $"{Term}.{Writes}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <exception cref="StorageException">It is damaged.</exception>
    public static PartitionRecord Parse(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PartitionRecord>(json) ?? throw new JsonException("it is null");
        }
        catch (JsonException damaged)
        {
            throw new StorageException($"{path} in the filer cannot be read: {damaged.Message}", damaged);
        }
    }
}

/// <summary>The first offset that a term wrote.</summary>
internal readonly record struct TermStart(long Term, long StartOffset);
