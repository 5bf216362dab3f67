namespace KafkaGateway.Admin.Consume;

/// <summary>Where the records come from that are printed.</summary>
internal interface IRecordSource
{
    /// <summary>Records in order within each partition, as many at a time as an answer holds; until it is cancelled.</summary>
    IAsyncEnumerable<IReadOnlyList<ConsumedRecord>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>These were read and are printed. What was read and not printed is not wanted any more.</summary>
    void Printed(IReadOnlyList<ConsumedRecord> records);
}
