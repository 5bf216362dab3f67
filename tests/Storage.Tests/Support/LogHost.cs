using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>One engine under test.</summary>
public abstract class LogHost : IAsyncDisposable
{
    public static readonly PartitionKey Key = new("orders", new Guid("4d3c9f10-66f5-4c92-8b7c-6b1c9f0d2a11"), 3);

    /// <summary>Segments small enough for a test to fill several.</summary>
    public static readonly SegmentLayout Small = new(SegmentBytes: 1000, SegmentMs: long.MaxValue, IndexIntervalBytes: 200);

    internal TestClock Clock { get; } = new();

    public abstract NodeStorage Storage { get; }

    public abstract Task StartAsync();

    /// <summary>Ends the process in an orderly way, with all logs closed, and starts it again.</summary>
    public abstract Task RestartAsync();

    public ValueTask<IRecordLog> OpenAsync(SegmentLayout? layout = null, int epoch = 0) =>
        Storage.Logs.OpenAsync(Key, epoch, layout ?? Small, default);

    /// <summary>Another process opens the log, where the engine can be shared by several; else somebody else in this one.</summary>
    public virtual ValueTask<IRecordLog> OpenElsewhereAsync(int epoch) => OpenAsync(epoch: epoch);

    /// <summary>Somebody there deletes it.</summary>
    public virtual ValueTask DeleteElsewhereAsync() => Storage.Logs.DeleteAsync(Key, default);

    public abstract ValueTask DisposeAsync();
}
