namespace KafkaGateway.SeaweedMq.Records;

/// <summary>Sends messages to one partition of a topic that others write to as well. Calls keep their order.</summary>
internal interface IRecordPublisher : IAsyncDisposable
{
    /// <summary>Set when the topic is gone, or has begun anew.</summary>
    bool IsGone { get; }

    /// <summary>Bytes given to this publisher and not acknowledged.</summary>
    long WaitingBytes { get; }

    /// <summary>Sends messages after those of earlier calls, and answers with them as the broker has them: offsets rise, with those of other writers in between.</summary>
    /// <exception cref="Contracts.Storage.StorageUnavailableException">What became of them is unknown; they may be there all the same.</exception>
    /// <exception cref="Contracts.Storage.StorageException">Nothing was sent.</exception>
    /// <exception cref="NotSupportedException">Nothing ever can be sent to that topic this way.</exception>
    Task<IReadOnlyList<RecordEntry>> PublishAsync(IReadOnlyList<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> messages);
}
