using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Standalone.Hosting;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Storage.Faults;
using KafkaGateway.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Standalone.Tests.Hosting;

public sealed class LocalPartitionTests : IFaults
{
    private static readonly PartitionKey Key = new("t", Guid.NewGuid(), 0);
    private readonly MemoryRecordLogs _logs = new();
    private readonly LocalPartition _partition;
    private StorageCall? _failing;
    private int _forgotten;

    public LocalPartitionTests()
    {
        var settings = new TopicSettings(BrokerSettings.Of(), new Dictionary<string, string>());
        var logs = new FaultyRecordLogs(_logs, this);
        var actor = new LocalActor<Partition>(
            TimeProvider.System,
            turns => Partition.OpenAsync(
                new PartitionPorts(Key, 0, settings, _ => settings, logs, turns, TimeProvider.System, new PartitionOptions(), NullLogger.Instance), default),
            partition => partition.HasFailed);
        _partition = new LocalPartition(Key, actor, logs, _ => _forgotten++);
    }

    [Theory]
    [InlineData(StorageCall.Append, ErrorCode.RequestTimedOut)]
    [InlineData(StorageCall.Flush, ErrorCode.RequestTimedOut)]
    [InlineData(StorageCall.Snapshot, ErrorCode.KafkaStorageError)]
    [InlineData(StorageCall.OpenLog, ErrorCode.KafkaStorageError)]
    public async Task After_a_storage_failure_the_next_call_finds_a_new_owner(StorageCall failing, ErrorCode error)
    {
        _failing = failing;
        Assert.Equal(error, (await AppendAsync()).ErrorCode);
        _failing = null;
        Assert.Equal(ErrorCode.None, (await AppendAsync()).ErrorCode);
        Assert.Equal(ErrorCode.None, (await AppendAsync()).ErrorCode);
    }

    [Fact]
    public async Task A_partition_whose_log_somebody_else_has_opened_sends_clients_away()
    {
        await AppendAsync();
        await using var later = await _logs.OpenAsync(Key, 1, new SegmentLayout(1 << 20, long.MaxValue, 4096), default);
        Assert.Equal(ErrorCode.RequestTimedOut, (await AppendAsync()).ErrorCode);
        Assert.Equal(ErrorCode.NotLeaderOrFollower, (await AppendAsync()).ErrorCode);
        Assert.Equal(1, later.Bounds.EndOffset);
    }

    [Fact]
    public async Task A_deleted_partition_tells_those_who_wait_and_those_who_come_and_is_forgotten()
    {
        await AppendAsync();
        var waiting = _partition.ReadAsync(new ReadRequest { FetchOffset = 1, MinBytes = 1, MaxWaitMs = 60_000, MaxBytes = 1000 }, default);
        await _partition.DeleteAsync(default);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await waiting).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await AppendAsync()).ErrorCode);
        Assert.InRange(_forgotten, 1, int.MaxValue);
    }

    [Fact]
    public async Task A_partition_that_sleeps_is_deleted_without_being_woken_up()
    {
        _failing = StorageCall.OpenLog;
        await _partition.DeleteAsync(default);
        Assert.Equal(1, _forgotten);
    }

    public ValueTask BeforeAsync(StorageCall call, string target, CancellationToken cancellationToken) =>
        call == _failing ? throw new StorageException("scripted") : default;

    public ValueTask AfterAsync(StorageCall call, string target, CancellationToken cancellationToken) => default;

    private async Task<AppendResponse> AppendAsync() =>
        await _partition.AppendAsync(new AppendRequest { Acks = -1, Batch = TestBatches.Of("a") }, default);
}
