using KafkaGateway.CommandLine;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.State;
using KafkaGateway.SeaweedMq;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Memory;
using KafkaGateway.Storage.Postgres;
using Orleans.Storage;

namespace KafkaGateway.Silo.Storage;

/// <summary>
/// Puts together what a silo keeps things in: states and offsets in the database where there is one, else in a folder of its own; records on
/// SeaweedMQ, in files, which the silos of a machine then share, or in memory.
/// </summary>
internal static class SiloStorage
{
    /// <summary>The name of the Orleans storage provider that holds the actors' states.</summary>
    public const string GrainStorage = "kafka";

    /// <exception cref="SettingsException">The settings do not say where records are to be kept.</exception>
    /// <exception cref="IOException">The folder cannot be used; names it.</exception>
    public static async Task AddAsync(
        WebApplicationBuilder builder, BrokerSettings settings, ClusterDatabase? database, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(log => log.AddStandardError(settings));
        var logger = logging.CreateLogger("KafkaGateway");
        var (storage, seaweed) = await RecordStorageChoice.MakeAsync(settings, database is not null, logger, cancellationToken);
        if (seaweed is not null)
            builder.Services.AddSingleton(seaweed);
        var folder = Path.GetFullPath(settings[BrokerConfigs.LogDirs][0]);
        builder.Services.AddSingleton(new RecordStorageNote(
            storage switch
            {
                RecordStorage.Memory => "in memory",
                RecordStorage.SeaweedMq => $"on SeaweedMQ, namespace {settings[BrokerConfigs.SeaweedMqNamespace]}",
                RecordStorage.Local => $"in files in {folder}",
                _ => $"in files in {folder} instead of on SeaweedMQ, which could not be reached at the start",
            },
            storage == RecordStorage.LocalInstead));
        if (database is null)
        {
            NodeStorage own = storage == RecordStorage.Memory ? new MemoryStorage() : await LocalStorage.OpenAsync(folder, options: null, logger);
            NodeStorage whole = seaweed is null ? own : new ClusterStorage(OnSeaweedMq(seaweed, settings), own.States, own.Offsets, own);
            builder.Services.AddSingleton(_ => whole);
            return;
        }

        var records = storage switch
        {
            RecordStorage.SeaweedMq => OnSeaweedMq(seaweed!, settings),
            RecordStorage.Memory => InMemory(new MemoryStorage()),
            _ => Shared(await SharedRecordLogs.OpenAsync(folder, options: null, logger)),
        };
        var states = new PostgresStates(database.DataSource, settings[BrokerConfigs.OrleansClusterId]);
        builder.Services.AddSingleton<IWatermarkTable>(new WatermarkTable(database.DataSource));
        builder.Services.AddSingleton<IGroupOwners>(new GroupOwnerTable(database.DataSource));
        builder.Services.AddSingleton<IConsumerLag>(new ConsumerLagView(database.DataSource));
        builder.Services.AddSingleton<NodeStorage>(services => new ClusterStorage(
            records,
            new GrainStateStore(services.GetRequiredKeyedService<IGrainStorage>(GrainStorage), PostgresStates.ExtensionOf, states.ListAsync),
            new PostgresOffsetStore(database.DataSource)));
    }

    private static RecordPlace InMemory(MemoryStorage memory) => new(memory.Logs, memory.ListLogs, memory.DescribeDisk, memory);

    private static RecordPlace Shared(SharedRecordLogs logs) => new(logs, logs.ListLogs, logs.DescribeDisk, logs);

    // A broker of SeaweedFS 4.44 may lock itself up when a topic has had no stream for five minutes.
    private static RecordPlace OnSeaweedMq(SeaweedRecordLogs seaweed, BrokerSettings settings) => new(
        seaweed,
        () => seaweed.Open,
        () => new DiskUsage($"seaweedmq/{settings[BrokerConfigs.SeaweedMqNamespace]}", -1, -1),
        seaweed,
        KeepsLogsOpen: true,
        seaweed.Foreign);
}
