using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// What must not be: a log that every owner writes where he believes its end to be, as files are that nobody locks. It shows that the simulation
/// notices it.
/// </summary>
internal sealed class UnfencedRecordLogs : IRecordLogs
{
    private readonly List<LogBatch> _batches = [];

    private long End => _batches.Count == 0 ? 0 : _batches[^1].LastOffset + 1;

    public ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken) =>
        new(new Handle(_batches, End));

    public ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class Handle(List<LogBatch> all, long end) : IRecordLog
    {
        private long _end = end;

        public LogBounds Bounds => new(0, _end, _end);

        public IReadOnlyList<EpochStart> Epochs =>
            [.. Known.GroupBy(batch => batch.LeaderEpoch).Select(epoch => new EpochStart(epoch.Key, epoch.First().BaseOffset))];

        private IEnumerable<LogBatch> Known => all.Where(batch => batch.LastOffset < _end);

        public ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
        {
            all.RemoveAll(batch => batch.LastOffset >= _end);
            all.AddRange(batches);
            _end = batches[^1].LastOffset + 1;
            return default;
        }

        public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken) =>
            new(new ReadOnlySequence<byte>(Known.FirstOrDefault(batch => batch.LastOffset >= offset).Bytes));

        public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

        public ValueTask ConfirmAsync(CancellationToken cancellationToken) => default;

        public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken) => new((long?)null);

        public ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken) => new((long?)null);

        public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken) => default;

        public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken) => new(0L);

        public void Configure(SegmentLayout layout)
        {
        }

        public ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken) => default;

        public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) => new((LogSnapshot?)null);

        public ValueTask DisposeAsync() => default;
    }
}
