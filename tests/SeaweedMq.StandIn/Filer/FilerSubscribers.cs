using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Hosting;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>Who listens to changes: one stream for each client id, and a higher epoch takes it over.</summary>
internal sealed class FilerSubscribers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _epochs = [];
    private readonly Pulse _replaced = new();

    public Task NextReplacement => _replaced.Next;

    public void Add(int client, int epoch)
    {
        lock (_lock)
        {
            if (client != 0 && _epochs.TryGetValue(client, out var known) && epoch <= known)
                throw new RpcException(new Status(StatusCode.Unknown, $"duplicated subscription detected for client id {client}"));
            _epochs[client] = epoch;
        }

        _replaced.Beat();
    }

    /// <summary>A client without an id is not known, so its stream ends as soon as it begins.</summary>
    public bool Has(int client, int epoch)
    {
        lock (_lock)
            return client != 0 && _epochs.TryGetValue(client, out var known) && known <= epoch;
    }

    public void Remove(int client, int epoch)
    {
        lock (_lock)
        {
            if (_epochs.TryGetValue(client, out var known) && known <= epoch)
                _epochs.Remove(client);
        }
    }
}
