using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Bench.Micro;

/// <summary>One partition on a storage of its own, without a host: appends are called as turns would call them.</summary>
internal sealed class PartitionBench : IAsyncDisposable
{
    private readonly NodeStorage _storage;
    private readonly Partition _partition;

    private PartitionBench(NodeStorage storage, Partition partition)
    {
        _storage = storage;
        _partition = partition;
    }

    public static async Task<PartitionBench> OpenAsync(NodeStorage storage)
    {
        var settings = new TopicSettings(BrokerSettings.Of(), new Dictionary<string, string>());
        return new PartitionBench(storage, await Partition.OpenAsync(
            new PartitionPorts(
                new PartitionKey("bench", Guid.NewGuid(), 0), 0, settings, _ => settings, storage.Logs, new NoTurns(), TimeProvider.System, new PartitionOptions(), NullLogger.Instance),
            CancellationToken.None));
    }

    /// <summary>Appends a batch again that was appended before: producers number theirs from 0.</summary>
    public async Task<long> AppendAsync(byte[] batch, short acks)
    {
        RecordBatchPatch.BaseOffset(batch, 0);
        var answer = await _partition.AppendAsync(new AppendRequest { Acks = acks, Batch = batch }, CancellationToken.None);
        return answer.ErrorCode == ErrorCode.None ? answer.BaseOffset : throw new InvalidOperationException(answer.ErrorMessage);
    }

    public async ValueTask DisposeAsync()
    {
        await _partition.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private sealed class NoTurns : ITurnScheduler, IDisposable
    {
        public IDisposable Schedule(TimeSpan due, Func<ValueTask> turn) => this;

        public void Dispose()
        {
        }
    }
}
