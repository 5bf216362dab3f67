using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Partitions;

/// <summary>What the owner of a partition knows. The log below is the truth; all of this is made again from it at the next opening.</summary>
internal sealed class PartitionState
{
    private readonly BatchValidation _validation;
    private readonly ILogger _logger;
    private LogBounds _lastBounds;

    public PartitionState(
        PartitionKey key, int leaderEpoch, IRecordLog log, TopicSettings settings, PartitionOptions options, ILogger logger)
    {
        _validation = options.Validation;
        _logger = logger;
        Key = key;
        TopicTag = new("topic", key.Topic);
        LeaderEpoch = leaderEpoch;
        Log = log;
        Waiters = new FetchWaiters(options.MaxWaitingFetches);
        _lastBounds = log.Bounds;
        NextOffset = _lastBounds.EndOffset;
        Configure(settings);
    }

    public PartitionKey Key { get; }

    /// <summary>What is measured of this partition is told by topic.</summary>
    public KeyValuePair<string, object?> TopicTag { get; }

    /// <summary>The epoch under which this owner writes.</summary>
    public int LeaderEpoch { get; }

    public IRecordLog Log { get; }

    public TopicSettings Settings { get; private set; }

    /// <summary>What the settings demand of a producer's batch.</summary>
    public BatchRules Rules { get; private set; }

    public ProducerStates Producers { get; } = new();

    public FetchWaiters Waiters { get; }

    /// <summary>The offset that the next record gets.</summary>
    public long NextOffset { get; set; }

    /// <summary>What the log holds, or held when this owner last had it.</summary>
    public LogBounds Bounds => Unavailable == ErrorCode.None ? _lastBounds = Log.Bounds : _lastBounds;

    /// <summary>The end of what consumers may read: everything that the log has taken.</summary>
    public long HighWatermark => Bounds.EndOffset;

    public long LogStartOffset => Bounds.StartOffset;

    /// <summary>Set once the partition was deleted.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Set once this owner gives up the log.</summary>
    public bool IsClosed { get; set; }

    /// <summary>What the storage failed with, or that a later owner is at work. From then on this owner only refuses; its host opens a new one.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether a later owner has opened the log, or it was deleted behind this owner's back.</summary>
    public bool IsFenced => Failure is FencedException;

    /// <summary>Why every call is refused, None where it is not.</summary>
    public ErrorCode Unavailable =>
        IsDeleted ? ErrorCode.UnknownTopicOrPartition
        : IsFenced ? ErrorCode.NotLeaderOrFollower
        : Failure is not null ? ErrorCode.KafkaStorageError
        : IsClosed ? ErrorCode.NotLeaderOrFollower
        : ErrorCode.None;

    /// <summary>What ends an owner when a call to the log throws it.</summary>
    public static bool EndsOwner(Exception failure) => failure is FencedException or (StorageException and not StorageUnavailableException);

    /// <summary>What a call to the log may throw.</summary>
    public static bool IsOfStorage(Exception failure) => failure is FencedException or StorageException;

    /// <summary>Notes a failure of the log and says what to answer: this owner may go on if only an answer is missing.</summary>
    public ErrorCode ErrorAfter(Exception failure)
    {
        if (EndsOwner(failure))
        {
            Fail(failure);
        }

        return Unavailable != ErrorCode.None ? Unavailable : ErrorCode.KafkaStorageError;
    }

    /// <summary>
    /// Completes if this owner still is the owner. Asked before every answer that a later owner, who knows more, would not give.
    /// </summary>
    /// <exception cref="FencedException">It is not.</exception>
    public ValueTask ConfirmAsync() => Log.ConfirmAsync(CancellationToken.None);

    /// <summary>Notes that the log must be opened again, which is for the host's next owner to do.</summary>
    public void Fail(Exception failure)
    {
        if (Unavailable != ErrorCode.None)
        {
            return;
        }

        Failure = failure;
        if (IsFenced)
        {
            PartitionLogMessages.SteppedDown(_logger, Key, LeaderEpoch, failure.Message);
        }
        else
        {
            PartitionLogMessages.StorageFailed(_logger, Key, failure);
        }

        Waiters.ReleaseAll();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(Settings), nameof(Rules))]
    public void Configure(TopicSettings settings)
    {
        Settings = settings;
        Rules = new BatchRules
        {
            Validation = _validation,
            TimestampType = settings.UsesLogAppendTime ? TimestampType.LogAppendTime : TimestampType.CreateTime,
            TimestampBeforeMaxMs = settings.TimestampBeforeMaxMs,
            TimestampAfterMaxMs = settings.TimestampAfterMaxMs,
            MaxBatchBytes = settings.MaxMessageBytes,
            KeyRequired = settings.Get(TopicConfigs.CleanupPolicy).Contains("compact"),
        };
        Log.Configure(Layout(settings));
    }

    public static SegmentLayout Layout(TopicSettings settings) =>
        new(settings.SegmentBytes, settings.SegmentMs, settings.IndexIntervalBytes);
}
