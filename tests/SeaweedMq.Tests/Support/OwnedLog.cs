using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.Storage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.SeaweedMq.Tests.Support;

/// <summary>A log on a stand-in whose faults a test provokes, and what was acknowledged of it.</summary>
internal sealed class OwnedLog : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<SeaweedRecordLogs> _processes = [];
    private readonly SeaweedMqOptions _options;

    private OwnedLog(StandInSeaweed weed, SeaweedMqOptions options) => (Weed, _options) = (weed, options);

    public StandInSeaweed Weed { get; }

    public HastyTime Time { get; } = new();

    public IRecordLog Log { get; private set; } = null!;

    public List<LogBatch> Acknowledged { get; } = [];

    public int Epoch { get; private set; }

    public static async Task<OwnedLog> OpenAsync(StandInOptions? standIn = null, Func<SeaweedMqOptions, SeaweedMqOptions>? change = null)
    {
        var weed = await StandInSeaweed.StartAsync(standIn);
        var options = new SeaweedMqOptions
        {
            Masters = [weed.MasterAddress],
            Lease = TimeSpan.FromMilliseconds(200),
            ReopenAfter = TimeSpan.FromMilliseconds(50),
            CallTimeout = TimeSpan.FromSeconds(2),
            FlushInterval = TimeSpan.FromSeconds(1),
        };
        var owned = new OwnedLog(weed, change?.Invoke(options) ?? options);
        owned.Log = await owned.NewProcess().OpenAsync(LogHost.Key, 0, LogHost.Small, default);
        return owned;
    }

    public SeaweedRecordLogs NewProcess()
    {
        var process = new SeaweedRecordLogs(_options, NullLogger.Instance, Time);
        _processes.Add(process);
        return process;
    }

    /// <summary>Another process takes the log over; the former owner is left as he is.</summary>
    public async Task<IRecordLog> TakeOverAsync()
    {
        var former = Log;
        Log = await NewProcess().OpenAsync(LogHost.Key, ++Epoch, LogHost.Small, default);
        return former;
    }

    public Task AppendAsync(int count = 1, int valueBytes = 100) => AppendAsync(Log, count, valueBytes);

    public async Task AppendAsync(IRecordLog log, int count = 1, int valueBytes = 100)
    {
        for (var i = 0; i < count; i++)
        {
            var batch = Batches.Make(log.Bounds.EndOffset, 1, valueBytes, timestamp: 1000 + log.Bounds.EndOffset, epoch: Epoch);
            await log.AppendAsync([batch], default).AsTask().WaitAsync(Patience);
            Acknowledged.Add(batch);
        }
    }

    /// <summary>Everything acknowledged is there, and nothing else.</summary>
    public async Task AssertWholeAsync()
    {
        Assert.Equal(Acknowledged.Count, Log.Bounds.EndOffset);
        Assert.Equal(Batches.Concat(Acknowledged), (await Log.ReadAsync(0, int.MaxValue, true, default)).ToArray());
    }

    /// <summary>Completes when nothing depends on this process's memory.</summary>
    public Task AllWrittenAsync() => Eventually.Async(() => ((SeaweedRecordLog)Log).UndurableBytes == 0);

    /// <summary>How many log files the stand-in has.</summary>
    public int CountFiles() => CountFiles("/topics");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Weed.DisposeAsync();
    }

    private int CountFiles(string folder) => Weed.Filer.Tree.List(folder).Sum(
        entry => entry.IsDirectory ? CountFiles($"{folder}/{entry.Name}") : FilerEntry.Of(entry).IsLogFile ? 1 : 0);
}
