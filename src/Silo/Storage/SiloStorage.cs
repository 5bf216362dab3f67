using KafkaGateway.CommandLine;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.State;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Memory;
using KafkaGateway.Storage.Postgres;
using Orleans.Storage;

namespace KafkaGateway.Silo.Storage;

/// <summary>
/// Chooses what a silo keeps things in: with a database states and offsets there and records in a folder that all silos of the machine share;
/// without one everything in a folder of its own. Or in memory.
/// </summary>
internal static class SiloStorage
{
    /// <summary>The name of the Orleans storage provider that holds the actors' states.</summary>
    public const string GrainStorage = "kafka";

    /// <exception cref="IOException">The folder cannot be used; names it.</exception>
    public static async Task AddAsync(WebApplicationBuilder builder, BrokerSettings settings, bool inMemory, ClusterDatabase? database)
    {
        using var logging = LoggerFactory.Create(log => log.AddStandardError());
        var logger = logging.CreateLogger("KafkaGateway");
        var folder = Path.GetFullPath(settings[BrokerConfigs.LogDirs][0]);
        if (database is null)
        {
            NodeStorage own = inMemory ? new MemoryStorage() : await LocalStorage.OpenAsync(folder, options: null, logger);
            builder.Services.AddSingleton(_ => own);
            return;
        }

        var records = inMemory ? InMemory(new MemoryStorage()) : Shared(await SharedRecordLogs.OpenAsync(folder, options: null, logger));
        var states = new PostgresStates(database.DataSource, settings[BrokerConfigs.OrleansClusterId]);
        builder.Services.AddSingleton<IWatermarkTable>(new WatermarkTable(database.DataSource));
        builder.Services.AddSingleton<NodeStorage>(services => new ClusterStorage(
            records,
            new GrainStateStore(services.GetRequiredKeyedService<IGrainStorage>(GrainStorage), PostgresStates.ExtensionOf, states.ListAsync),
            new PostgresOffsetStore(database.DataSource)));
    }

    private static RecordPlace InMemory(MemoryStorage memory) => new(memory.Logs, memory.ListLogs, memory.DescribeDisk, memory);

    private static RecordPlace Shared(SharedRecordLogs logs) => new(logs, logs.ListLogs, logs.DescribeDisk, logs);
}
