namespace KafkaGateway.Admin.Client;

/// <summary>One connection to each broker, made when it is first needed and again when it has failed.</summary>
internal sealed class ConnectionPool(TimeSpan timeout) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BrokerAddress, Task<BrokerConnection>> _connections = [];

    public Task<BrokerConnection> GetAsync(BrokerAddress address, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_connections.TryGetValue(address, out var known) && (!known.IsCompleted || (known.IsCompletedSuccessfully && known.Result.IsOpen)))
                return known;
            return _connections[address] = BrokerConnection.OpenAsync(address, timeout, cancellationToken);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var connection in _connections.Values.Where(connection => connection.IsCompletedSuccessfully))
                connection.Result.Dispose();
        }
    }
}
