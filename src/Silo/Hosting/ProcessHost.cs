using KafkaGateway.CommandLine;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Gateway;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Grains;
using KafkaGateway.Silo.Front;
using KafkaGateway.Silo.Operations;
using KafkaGateway.Silo.Storage;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Postgres;
using Orleans.Dashboard;

namespace KafkaGateway.Silo.Hosting;

/// <summary>Puts a process together: Orleans first, then what needs it, so that it all stops in the other order.</summary>
internal static class ProcessHost
{
    // What they say of a start that fails is said by ProcessRun.
    private static readonly string[] StartReporters = ["Microsoft.Extensions.Hosting.Internal.Host", "Orleans.Runtime.SiloLifecycleSubject", "Orleans.Runtime.Silo"];

    /// <exception cref="SettingsException">A setting cannot be what it is; names it.</exception>
    /// <exception cref="IOException">The database or the data folder cannot be used; names it.</exception>
    public static async Task<WebApplication> BuildAsync(
        ProcessRole role, BrokerSettings settings, CancellationToken cancellationToken)
    {
        var name = NodeNames.Of(role, settings);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        var ready = new ReadyLine();
        builder.Logging.ClearProviders().AddStandardError(settings);
        foreach (var category in StartReporters)
            builder.Logging.AddFilter(category, level => ready.IsSaid && level >= LogLevel.Warning);
        var database = await ClusterDatabase.OpenAsync(settings, cancellationToken);
        if (database is not null)
            builder.Services.AddSingleton(_ => database);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(ready)
            .AddKafkaCluster(services => LogDirOf(services.GetService<NodeStorage>()));
        if (role.HasFlag(ProcessRole.Silo))
        {
            SiloPortsInUse.Refuse(settings);
            await SiloStorage.AddAsync(builder, settings, database, cancellationToken);
            builder.Services.AddHostedService<StorageMetrics>();
            builder.UseOrleans(silo => SiloSetup.Configure(silo, name, settings, database).AddKafkaActors(settings).AddDashboard());
        }
        else
        {
            if (database is not null)
                builder.Services.AddSingleton<IConsumerLag>(new ConsumerLagView(database.DataSource));
            builder.UseOrleansClient(client => ClientSetup.Configure(client, settings, database).AddKafkaActors(settings).AddDashboard());
        }

        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<MemberService>(services, name, role));
        if (role.HasFlag(ProcessRole.Gateway))
        {
            var listeners = ListenerAddresses.Read(settings[BrokerConfigs.Listeners], settings[BrokerConfigs.AdvertisedListeners]);
            builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<KafkaFront>(services, listeners));
            builder.Services.AddHostedService(services => services.GetRequiredService<KafkaFront>());
        }

        Telemetry.Add(builder, settings, name);
        OperationsPort.Bind(builder, settings);
        var process = builder.Build();

        // What was asked for once ends with the process.
        process.Services.GetService<ClusterDatabase>();
        OperationsPort.Map(process, settings);
        return process;
    }

    private static LogDir LogDirOf(NodeStorage? storage) =>
        storage?.DescribeDisk() is { } disk ? new LogDir(disk.Path, disk.TotalBytes, disk.UsableBytes) : new LogDir("cluster", -1, -1);
}
