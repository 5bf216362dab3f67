using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.SeaweedMq.Tests.Support;

/// <summary>The engine, twice, as in two silos of one cluster.</summary>
public sealed class SeaweedHost : LogHost
{
    private Seaweed? _seaweed;
    private SeaweedStorage? _here;
    private SeaweedStorage? _elsewhere;

    public override NodeStorage Storage => _here!;

    public override async Task StartAsync()
    {
        _seaweed = await Seaweed.StartAsync();
        (_here, _elsewhere) = (Join(), Join());
    }

    public override async Task RestartAsync()
    {
        await _here!.DisposeAsync();
        _here = Join();
    }

    public override ValueTask<IRecordLog> OpenElsewhereAsync(int epoch) => _elsewhere!.Logs.OpenAsync(Key, epoch, Small, default);

    public override ValueTask DeleteElsewhereAsync() => _elsewhere!.Logs.DeleteAsync(Key, default);

    public override async ValueTask DisposeAsync()
    {
        await (_here?.DisposeAsync() ?? default);
        await (_elsewhere?.DisposeAsync() ?? default);
        await (_seaweed?.DisposeAsync() ?? default);
    }

    private SeaweedStorage Join() => new(new SeaweedRecordLogs(_seaweed!.Options, NullLogger.Instance));

    private sealed class SeaweedStorage(SeaweedRecordLogs logs) : NodeStorage
    {
        public override IRecordLogs Logs => logs;

        public override IStateStore States => throw new NotSupportedException();

        public override IOffsetStore Offsets => throw new NotSupportedException();

        public override IReadOnlyList<PartitionKey> ListLogs() => logs.ListAsync(CancellationToken.None).GetAwaiter().GetResult();

        public override DiskUsage DescribeDisk() => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => logs.DisposeAsync();
    }
}
