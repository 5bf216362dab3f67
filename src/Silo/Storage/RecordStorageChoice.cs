using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq;
using KafkaGateway.SeaweedMq.Connections;

namespace KafkaGateway.Silo.Storage;

/// <summary>Reads from the settings where records are to be, and tries SeaweedMQ where that decides it.</summary>
internal static partial class RecordStorageChoice
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>The place, and SeaweedMQ where that is the place.</summary>
    /// <exception cref="SettingsException">The settings do not say, or name no SeaweedMQ.</exception>
    public static async Task<(RecordStorage Storage, SeaweedRecordLogs? Seaweed)> MakeAsync(
        BrokerSettings settings, bool isCluster, ILogger logger, CancellationToken cancellationToken)
    {
        var isNamed = settings[BrokerConfigs.SeaweedMqMasters].Count > 0 || settings[BrokerConfigs.SeaweedMqBrokers].Count > 0;
        switch (settings.Get(BrokerConfigs.RecordStorage))
        {
            case "memory":
                return (RecordStorage.Memory, null);
            case "local":
            case null when !isNamed && (!isCluster || settings.IsGiven(BrokerConfigs.LogDirs)):
                return (RecordStorage.Local, null);
            case null when !isNamed:
                throw new SettingsException(
                    "A cluster keeps its records on SeaweedMQ: name its masters (--seaweedmq-masters) or brokers (--seaweedmq-broker); or say --storage local "
                    + "for files that all silos of this machine share");
            case var chosen when !isNamed:
                throw new SettingsException($"record.storage={chosen} needs seaweedmq.masters (--seaweedmq-masters) or seaweedmq.brokers (--seaweedmq-broker)");
            case "auto":
                return await TryAsync(settings, logger, cancellationToken) is { } found ? (RecordStorage.SeaweedMq, found) : (RecordStorage.LocalInstead, null);
            default:
                return (RecordStorage.SeaweedMq, new SeaweedRecordLogs(OptionsOf(settings), logger));
        }
    }

    private static async Task<SeaweedRecordLogs?> TryAsync(BrokerSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        var seaweed = new SeaweedRecordLogs(OptionsOf(settings), logger);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(settings[BrokerConfigs.RecordStorageAutoMs]);
        var reason = "it does not answer";
        while (!patience.IsCancellationRequested)
        {
            try
            {
                await seaweed.PingAsync(patience.Token);
                return seaweed;
            }
            catch (StorageException failure)
            {
                reason = failure.Message;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.Delay(TryAgainAfter, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await seaweed.DisposeAsync();
        cancellationToken.ThrowIfCancellationRequested();
        FellBack(logger, settings[BrokerConfigs.RecordStorageAutoMs], settings[BrokerConfigs.LogDirs][0], reason);
        return null;
    }

    /// <exception cref="SettingsException">An address is none, or certificates are named in part.</exception>
    private static SeaweedMqOptions OptionsOf(BrokerSettings settings)
    {
        foreach (var address in settings[BrokerConfigs.SeaweedMqMasters].Append(settings.Get(BrokerConfigs.SeaweedMqFiler)).OfType<string>())
        {
            if (!SeaweedMqOptions.IsAddress(address))
                throw new SettingsException($"'{address}' is no address of a SeaweedFS master or filer: HOST:PORT, or HOST:PORT.GRPCPORT");
        }

        if (settings[BrokerConfigs.SeaweedMqMasters].Count == 0 && settings.Get(BrokerConfigs.SeaweedMqFiler) is null)
            throw new SettingsException("Without seaweedmq.masters, seaweedmq.filer (--seaweedmq-filer) must name the filer");
        if (settings.Get(BrokerConfigs.SeaweedMqAgent) is { } agent && !SeaweedMqOptions.IsAddress(agent))
            throw new SettingsException($"'{agent}' is no address of a SeaweedMQ agent: HOST:PORT");
        if (settings[BrokerConfigs.SeaweedMqRecordNamespace] == settings[BrokerConfigs.SeaweedMqNamespace])
            throw new SettingsException("seaweedmq.record.namespace is the namespace of others' topics, seaweedmq.namespace that of ours: they cannot be the same");
        return new SeaweedMqOptions
        {
            Masters = settings[BrokerConfigs.SeaweedMqMasters],
            Brokers = settings[BrokerConfigs.SeaweedMqBrokers],
            Filer = settings.Get(BrokerConfigs.SeaweedMqFiler),
            FilerGroup = settings[BrokerConfigs.SeaweedMqFilerGroup],
            Namespace = settings[BrokerConfigs.SeaweedMqNamespace],
            RecordNamespace = settings[BrokerConfigs.SeaweedMqRecordNamespace],
            Agent = settings.Get(BrokerConfigs.SeaweedMqAgent),
            DropsUnsupported = settings[BrokerConfigs.SeaweedMqRecordUnsupported] == "drop",
            MaxRecordBatchBytes = settings[BrokerConfigs.MessageMaxBytes],
            FlushToDisk = settings[BrokerConfigs.SeaweedMqAcksAll] == "disk",
            FlushInterval = TimeSpan.FromMilliseconds(settings[BrokerConfigs.SeaweedMqFlushIntervalMs]),
            Lease = TimeSpan.FromMilliseconds(settings[BrokerConfigs.SeaweedMqLeaseMs]),
            CallTimeout = TimeSpan.FromMilliseconds(settings[BrokerConfigs.SeaweedMqTimeoutMs]),
            Tls = TlsOf(settings),
            FilerHttps = settings[BrokerConfigs.SeaweedMqFilerHttps],
        };
    }

    private static SeaweedMqTls? TlsOf(BrokerSettings settings) =>
        (settings.Get(BrokerConfigs.SeaweedMqTlsCaFile), settings.Get(BrokerConfigs.SeaweedMqTlsCertFile), settings.Get(BrokerConfigs.SeaweedMqTlsKeyFile)) switch
        {
            (null, null, null) => null,
            ({ } authority, { } certificate, { } key) => new SeaweedMqTls(authority, certificate, key),
            _ => throw new SettingsException("Mutual TLS needs all of seaweedmq.tls.ca.file, seaweedmq.tls.cert.file and seaweedmq.tls.key.file"),
        };

    [LoggerMessage(
        700, LogLevel.Warning,
        "RECORDS ARE NOT ON SEAWEEDMQ: it could not be reached within {Patience} ms ({Reason}), so they are kept in files in {Folder}, and what is on SeaweedMQ is not seen")]
    private static partial void FellBack(ILogger logger, int patience, string folder, string reason);
}
