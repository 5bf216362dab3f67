using System.Text;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Tests.StandInTests;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.SeaweedMq.Tests.Records;

/// <summary>A topic that somebody else has made and publishes to, and our view of its partition, whose turns run one at a time.</summary>
internal sealed class OthersTopic : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TaskScheduler _turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly SeaweedRecordLogs _logs;
    private IHostedPartition _partition = null!;
    private TestPublisher? _other;

    private OthersTopic(WeedUnderTest weed, TestTopic topic, SeaweedMqOptions options)
    {
        (Weed, Topic) = (weed, topic);
        _logs = new SeaweedRecordLogs(options, NullLogger.Instance);
    }

    public WeedUnderTest Weed { get; }

    public TestTopic Topic { get; }

    public IForeignTopics Foreign => _logs.Foreign!;

    public static async Task<OthersTopic> MakeAsync(
        StandInOptions? standIn = null,
        Func<SeaweedMqOptions, SeaweedMqOptions>? change = null,
        Func<WeedUnderTest, SeaweedMqOptions, Task<SeaweedMqOptions>>? prepare = null)
    {
        var weed = standIn is null ? await WeedUnderTest.StartAsync() : await WeedUnderTest.StartStandInAsync(standIn);
        var topic = await TestTopic.CreateAsync(weed, "others");
        var options = new SeaweedMqOptions
        {
            Brokers = [weed.BrokerAddress],
            Filer = weed.FilerAddress,
            Namespace = $"test-{Guid.NewGuid():N}",
            RecordNamespace = topic.Name.Namespace,
            ReopenAfter = TimeSpan.FromMilliseconds(50),
            RecordPollInterval = TimeSpan.FromMilliseconds(50),
            FlushInterval = TimeSpan.FromSeconds(1),
        };
        options = change?.Invoke(options) ?? options;
        var others = new OthersTopic(weed, topic, prepare is null ? options : await prepare(weed, options));
        await others.OpenAsync();
        return others;
    }

    /// <summary>Opens the partition anew, knowing nothing of before.</summary>
    public async Task OpenAsync()
    {
        if (_partition is not null)
            await _partition.DisposeAsync();
        var found = (await Foreign.FindAsync(Topic.Name.Name, default))!;
        _partition = await RunAsync(async () => (await Foreign.OpenAsync(new PartitionKey(found.Name, found.TopicId, 0), default))!);
    }

    /// <summary>The other writer publishes.</summary>
    public async Task PublishAsync(params string[] values)
    {
        _other ??= await Topic.PublishAsync();
        foreach (var value in values)
            await _other.PublishAsync(value, $"key of {value}");
    }

    /// <summary>The other writer opens its stream again.</summary>
    public void Reconnect()
    {
        _other?.Dispose();
        _other = null;
    }

    public Task<AppendResponse> ProduceAsync(params string[] values)
    {
        using var builder = new RecordBatchBuilder();
        foreach (var value in values)
            builder.Append(0, Encoding.UTF8.GetBytes($"key of {value}"), Encoding.UTF8.GetBytes(value));
        return ProduceAsync(builder.Build());
    }

    public Task<AppendResponse> ProduceAsync(byte[] batch) =>
        RunAsync(() => _partition.AppendAsync(new AppendRequest { Acks = -1, Batch = batch, TimeoutMs = (int)Patience.TotalMilliseconds }, default));

    public Task<ReadResponse> FetchAsync(long offset, int maxBytes = 1 << 20, bool atLeastOne = true, int minBytes = 0, int maxWaitMs = 0) =>
        RunAsync(() => _partition.ReadAsync(
            new ReadRequest { FetchOffset = offset, MaxBytes = maxBytes, AtLeastOneBatch = atLeastOne, MinBytes = minBytes, MaxWaitMs = maxWaitMs }, default));

    /// <summary>Reads on until so many records are there.</summary>
    public async Task<List<Record>> ReadAsync(long offset, int count, int maxBytes = 1 << 20)
    {
        using var patience = new CancellationTokenSource(Patience);
        var records = new List<Record>();
        while (records.Count < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            var answer = await FetchAsync(records.Count > 0 ? records[^1].Offset + 1 : offset, maxBytes, minBytes: 1, maxWaitMs: 1000);
            Assert.Equal(Protocol.ErrorCode.None, answer.ErrorCode);
            records.AddRange(RecordsOf(answer));
        }

        return records;
    }

    public Task<FindOffsetResponse> FindAsync(long timestamp) =>
        RunAsync(() => _partition.FindOffsetAsync(new FindOffsetRequest { Timestamp = timestamp }, default));

    public Task<TrimResponse> TrimAsync(long offset) => RunAsync(() => _partition.TrimAsync(new TrimRequest { Offset = offset }, default));

    public static List<Record> RecordsOf(ReadResponse answer)
    {
        var records = new List<Record>();
        foreach (var batch in RecordBatches.Enumerate(answer.Records ?? default))
        {
            using var decoded = DecodedRecords.Open(batch.Memory, int.MaxValue);
            var reader = decoded.Read();
            while (reader.Read())
            {
                records.Add(new Record(
                    reader.Offset,
                    reader.Timestamp,
                    reader.KeyIsNull ? null : Encoding.UTF8.GetString(reader.Key),
                    reader.ValueIsNull ? null : Encoding.UTF8.GetString(reader.Value)));
            }
        }

        return records;
    }

    public async ValueTask DisposeAsync()
    {
        _other?.Dispose();
        await _partition.DisposeAsync();
        await _logs.DisposeAsync();
        await Weed.DisposeAsync();
    }

    private Task<T> RunAsync<T>(Func<ValueTask<T>> turn) =>
        Task.Factory.StartNew(() => turn().AsTask(), CancellationToken.None, TaskCreationOptions.None, _turns).Unwrap().WaitAsync(Patience * 2);

    internal readonly record struct Record(long Offset, long TimestampMs, string? Key, string? Value);
}
