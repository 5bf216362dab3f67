using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>The local engine on a folder that another engine uses too.</summary>
public sealed class SharedHost : LogHost
{
    private SharedStorage? _here;
    private SharedStorage? _elsewhere;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "storage-tests", Path.GetRandomFileName());

    public override NodeStorage Storage => _here!;

    internal LocalStorageOptions Options { get; set; } = new();

    internal static SharedHost New() => new();

    public override async Task StartAsync() => (_here, _elsewhere) = (await JoinAsync(), await JoinAsync());

    /// <summary>One of the two ends, the other one lives on.</summary>
    public override async Task RestartAsync()
    {
        await _here!.DisposeAsync();
        (_here, _elsewhere) = (_elsewhere, await JoinAsync());
    }

    public override ValueTask<IRecordLog> OpenElsewhereAsync(int epoch) => _elsewhere!.Logs.OpenAsync(Key, epoch, Small, default);

    public override ValueTask DeleteElsewhereAsync() => _elsewhere!.Logs.DeleteAsync(Key, default);

    public override async ValueTask DisposeAsync()
    {
        await (_here?.DisposeAsync() ?? default);
        await (_elsewhere?.DisposeAsync() ?? default);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private async Task<SharedStorage> JoinAsync() => new(await SharedRecordLogs.OpenAsync(Folder, Options, NullLogger.Instance, Clock));

    private sealed class SharedStorage(SharedRecordLogs logs) : NodeStorage
    {
        public override IRecordLogs Logs => logs;

        public override IStateStore States => throw new NotSupportedException();

        public override IOffsetStore Offsets => throw new NotSupportedException();

        public override IReadOnlyList<PartitionKey> ListLogs() => logs.ListLogs();

        public override DiskUsage DescribeDisk() => logs.DescribeDisk();

        public override ValueTask DisposeAsync() => logs.DisposeAsync();
    }
}
