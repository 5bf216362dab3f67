using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Wire.Master;

namespace KafkaGateway.SeaweedMq.Connections;

/// <summary>Finds the filer and the brokers: named in the options, or asked of the masters, of which any that answers will do.</summary>
internal sealed class SeaweedCluster(SeaweedMqOptions options, Channels channels)
{
    private volatile FilerPlace? _filer;

    private sealed record FilerPlace(SeaweedAddress Address);

    /// <summary>The filer last used, or the first that the masters know.</summary>
    /// <exception cref="StorageException">No master answers, or none knows a filer.</exception>
    public async ValueTask<SeaweedAddress> FindFilerAsync(CancellationToken cancellationToken)
    {
        if (_filer is { } known)
            return known.Address;
        var address = options.Filer ?? (await AskAsync("filer", cancellationToken))[0];
        _filer = new FilerPlace(SeaweedAddress.Parse(address));
        return _filer.Address;
    }

    /// <summary>To be called when the filer does not answer: the next call asks where there is one.</summary>
    public void ForgetFiler() => _filer = null;

    /// <summary>The brokers that a partition may be made on.</summary>
    /// <exception cref="StorageException">No master answers, or none knows a broker.</exception>
    public async ValueTask<IReadOnlyList<string>> FindBrokersAsync(CancellationToken cancellationToken) =>
        options.Brokers.Count > 0 ? options.Brokers : await AskAsync("broker", cancellationToken);

    private async Task<List<string>> AskAsync(string clientType, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var master in options.Masters)
        {
            try
            {
                return await AskAsync(SeaweedAddress.Parse(master), clientType, cancellationToken);
            }
            catch (RpcException unanswered)
            {
                failure = unanswered;
            }
            catch (StorageException empty)
            {
                failure = empty;
            }
        }

        throw new StorageUnavailableException($"No SeaweedFS master of {string.Join(", ", options.Masters)} names a {clientType}: {failure?.Message}", failure!);
    }

    // Brokers and filers are known to the leading master only.
    private async Task<List<string>> AskAsync(SeaweedAddress master, string clientType, CancellationToken cancellationToken)
    {
        var configuration = await Client(master).GetMasterConfigurationAsync(new(), Deadline(cancellationToken));
        var leader = configuration.Leader.Length > 0 ? SeaweedAddress.Parse(configuration.Leader) : master;
        var nodes = await Client(leader).ListClusterNodesAsync(
            new ListClusterNodesRequest { ClientType = clientType, FilerGroup = options.FilerGroup }, Deadline(cancellationToken));
        return nodes.ClusterNodes.Count > 0
            ? [.. nodes.ClusterNodes.OrderBy(node => node.CreatedAtNs).Select(node => node.Address)]
            : throw new StorageException($"The SeaweedFS master {leader.Http} knows no {clientType}");
    }

    private Seaweed.SeaweedClient Client(SeaweedAddress master) => new(channels.To(master.Grpc));

    private CallOptions Deadline(CancellationToken cancellationToken) =>
        new(deadline: DateTime.UtcNow + options.CallTimeout, cancellationToken: cancellationToken);
}
