using KafkaGateway.SeaweedMq.Tests.StandIn.Hosting;

namespace KafkaGateway.SeaweedMq.Tests.StandIn.Filer;

/// <summary>The filer: its two doors, and what can go wrong with it.</summary>
internal sealed class StandInFiler(TimeProvider time) : IAsyncDisposable
{
    private readonly Pulse _changed = new();
    private Door _grpc = null!;
    private Door _http = null!;
    private volatile bool _isStopped;
    private volatile bool _failsWrites;

    public FilerTree Tree { get; } = new(time);

    /// <summary>host:port.grpcPort, as SeaweedFS writes it where the ports are not 10000 apart.</summary>
    public string Address => $"{_http.Address}.{_grpc.Port}";

    public Uri HttpAddress => new($"http://{_http.Address}/");

    public List<string> Masters { get; } = [];

    public FilerSubscribers Subscribers { get; } = new();

    public bool IsStopped => _isStopped;

    /// <summary>Why nothing can be written, or null if it can.</summary>
    public string? WhyNoWrites => _isStopped ? "filer is down" : _failsWrites ? "no writable volumes" : null;

    public async Task OpenAsync()
    {
        _grpc = await Door.OpenAsync(new FilerService(this));
        _http = await FileDoor.OpenAsync(Tree);
    }

    /// <summary>Whether writes fail, by clients and by the broker, while reads go on.</summary>
    public void FailWrites(bool fail)
    {
        _failsWrites = fail;
        _changed.Beat();
    }

    /// <summary>The process dies; what it has stored stays.</summary>
    public void Stop()
    {
        _isStopped = true;
        _grpc.Shut();
        _http.Shut();
    }

    public void Start()
    {
        _isStopped = false;
        _grpc.Open();
        _http.Open();
        _changed.Beat();
    }

    /// <summary>How often a method was called over gRPC, or "GET" over HTTP.</summary>
    public int Calls(string method) => _grpc.Calls(method) + _http.Calls(method);

    /// <summary>The broker tries again every 0.74 s for ever; here it goes on as soon as it can.</summary>
    public async Task WaitUntilWritableAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (WhyNoWrites is null)
                return;
            await changed.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _grpc.DisposeAsync();
        await _http.DisposeAsync();
    }
}
