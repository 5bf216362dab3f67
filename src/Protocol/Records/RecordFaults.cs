namespace KafkaGateway.Protocol.Records;

/// <summary>Gathers the records to blame. As in Kafka one bad timestamp makes the whole answer INVALID_TIMESTAMP.</summary>
internal struct RecordFaults
{
    private List<RecordFault>? _faults;
    private bool _timestamp;

    public readonly int Count => _faults?.Count ?? 0;

    public void Add(int index, ErrorCode code, string message)
    {
        (_faults ??= []).Add(new RecordFault(index, message));
        _timestamp |= code == ErrorCode.InvalidTimestamp;
    }

    public readonly BatchFault ToBatchFault() => _timestamp
        ? new BatchFault(ErrorCode.InvalidTimestamp, "One or more records have been rejected due to invalid timestamp", _faults!)
        : new BatchFault(ErrorCode.InvalidRecord, $"One or more records have been rejected: {_faults![0].Message}", _faults);
}
