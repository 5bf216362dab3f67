using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Faults;
using KafkaGateway.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Actors.Tests.Partitions;

/// <summary>One partition in virtual time on a log in memory, with shorthands for what its clients ask.</summary>
internal sealed class PartitionFixture
{
    private static readonly PartitionKey Key = new("t", new Guid(1, 0, 0, new byte[8]), 0);
    private readonly MemoryRecordLogs _logs;
    private readonly FaultyRecordLogs _faultyLogs;
    private TopicSettings _settings;
    private WorldTurns? _turns;

    public PartitionFixture(params (string Name, string Value)[] configs)
        : this(new PartitionOptions(), configs)
    {
    }

    public PartitionFixture(PartitionOptions options, params (string Name, string Value)[] configs)
    {
        Options = options;
        _logs = new MemoryRecordLogs(World.Time);
        _faultyLogs = new FaultyRecordLogs(_logs, Faults);
        _settings = Settings(configs);
        Partition = Open();
    }

    public World World { get; } = new(seed: 1, traceLength: 0);

    public ScriptedFaults Faults { get; } = new();

    public PartitionOptions Options { get; }

    public int Epoch { get; private set; }

    public Partition Partition { get; private set; }

    public long Now => World.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public long HighWatermark => Describe().HighWatermark;

    /// <summary>The owner dies, and another one opens what is stored, under the next epoch.</summary>
    public void Crash(bool loseUnflushed = false)
    {
        _turns!.Kill();
        _logs.Crash(loseUnflushed);
        Epoch++;
        Partition = Open();
    }

    /// <summary>The owner is closed in good order, as a host does with a failed one too, and another one opens.</summary>
    public void Reopen()
    {
        Run(async () =>
        {
            await Partition.DisposeAsync();
            return true;
        });
        Epoch++;
        Partition = Open();
    }

    /// <summary>Another host opens the partition under the next epoch, and calls go there; returns the owner who does not know of it.</summary>
    public Partition OpenElsewhere()
    {
        var former = Partition;
        Epoch++;
        Partition = Open();
        return former;
    }

    /// <summary>Lets calls go to another owner.</summary>
    public void CallOn(Partition partition) => Partition = partition;

    public void Configure(params (string Name, string Value)[] configs)
    {
        _settings = Settings(configs);
        Run(async () =>
        {
            await Partition.ConfigureAsync(new TopicDescription(), default);
            return true;
        });
    }

    public void Pass(TimeSpan time) => World.RunFor(time);

    /// <summary>Begins a call; its task completes as the world runs.</summary>
    public Task<T> Begin<T>(Func<Partition, ValueTask<T>> call)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var partition = Partition;
        World.Start(async () => answer.SetResult(await call(partition)));
        Settle();
        return answer.Task;
    }

    /// <summary>Lets everything happen that needs no time.</summary>
    public void Settle() => World.RunFor(TimeSpan.Zero);

    public T Call<T>(Func<Partition, ValueTask<T>> call) => Answer(Begin(call));

    /// <summary>The answer, which must be there already.</summary>
    public T Answer<T>(Task<T> call)
    {
        Settle();
        Assert.True(call.IsCompleted, "The call is not answered yet.");
        return call.GetAwaiter().GetResult();
    }

    public Task<AppendResponse> BeginAppend(byte[] batch, short acks = -1, int timeoutMs = 0) =>
        Begin(partition => partition.AppendAsync(new AppendRequest { Acks = acks, Batch = batch, TimeoutMs = timeoutMs }, default));

    public AppendResponse Append(byte[] batch, short acks = -1) => Answer(BeginAppend(batch, acks));

    /// <summary>Appends a batch of one plain record for each value and returns the base offset.</summary>
    public long AppendValues(params string[] values)
    {
        var answer = Append(Batches.Of(values));
        Assert.Equal(ErrorCode.None, answer.ErrorCode);
        return answer.BaseOffset;
    }

    public Task<ReadResponse> BeginRead(
        long offset, int minBytes = 1, int maxWaitMs = 0, int maxBytes = 1 << 20, Action<ReadRequest>? change = null, CancellationToken cancellationToken = default)
    {
        var request = new ReadRequest { FetchOffset = offset, MinBytes = minBytes, MaxWaitMs = maxWaitMs, MaxBytes = maxBytes, AtLeastOneBatch = maxBytes > 0 };
        change?.Invoke(request);
        return Begin(partition => partition.ReadAsync(request, cancellationToken));
    }

    public ReadResponse Read(long offset, Action<ReadRequest>? change = null) => Answer(BeginRead(offset, change: change));

    /// <summary>The headers of all batches from an offset on.</summary>
    public IReadOnlyList<RecordBatchHeader> Headers(long offset = 0) => Batches.Headers(Read(offset).Records);

    public IReadOnlyList<string> Values(long offset = 0) => Batches.Values(Read(offset).Records);

    public FindOffsetResponse Find(long timestamp) =>
        Call(partition => partition.FindOffsetAsync(new FindOffsetRequest { Timestamp = timestamp }, default));

    public TrimResponse Trim(long offset) => Call(partition => partition.TrimAsync(new TrimRequest { Offset = offset }, default));

    public EpochEndResponse EndOf(int epoch, int currentEpoch = -1) =>
        Call(partition => partition.EndOfEpochAsync(new EpochEndRequest { LeaderEpoch = epoch, CurrentLeaderEpoch = currentEpoch }, default));

    public PartitionDescription Describe() => Call(partition => partition.DescribeAsync(default));

    public void Delete() => Call(async partition =>
    {
        await partition.DeleteAsync(default);
        return true;
    });

    private static TopicSettings Settings((string Name, string Value)[] configs) =>
        new(BrokerSettings.Of(), configs.ToDictionary(config => config.Name, config => config.Value));

    private Partition Open()
    {
        _turns = new WorldTurns(World);
        return Run(async () => await Partition.OpenAsync(
            new PartitionPorts(Key, Epoch, _settings, _ => _settings, _faultyLogs, _turns, World.Time, Options, NullLogger.Instance), default));
    }

    private T Run<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        World.Start(() => task = work());
        Settle();
        return Answer(task!);
    }
}
