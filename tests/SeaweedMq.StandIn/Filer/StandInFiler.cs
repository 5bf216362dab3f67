using Google.Protobuf;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>The filer: its two doors, and what can go wrong with it.</summary>
internal sealed class StandInFiler(FilerTree tree, IChunks chunks) : IFiler, IAsyncDisposable
{
    private readonly Pulse _changed = new();
    private Door _grpc = null!;
    private Door _http = null!;
    private volatile bool _isStopped;
    private volatile bool _failsWrites;

    public FilerTree Tree => tree;

    /// <summary>host:port.grpcPort, as SeaweedFS writes it where the ports are not 10000 apart.</summary>
    public string Address => $"{_http.Address}.{_grpc.Port}";

    public Uri HttpAddress => new($"http://{_http.Address}/");

    public List<string> Masters { get; } = [];

    public FilerSubscribers Subscribers { get; } = new();

    public bool IsStopped => _isStopped;

    /// <summary>Why nothing can be written, or null if it can.</summary>
    public string? WhyNoWrites => _isStopped ? "filer is down" : _failsWrites ? "no writable volumes" : null;

    /// <summary>Opens the doors, on free ports where none are given.</summary>
    public async Task OpenAsync(int httpPort = 0, int grpcPort = 0)
    {
        _grpc = await Door.OpenAsync(new FilerService(this), grpcPort);
        _http = await FileDoor.OpenAsync(Tree, httpPort);
    }

    public Entry? Find(string path) => tree.Find(path);

    public List<Entry> List(string directory, string prefix = "", uint limit = 0) => tree.List(directory, prefix, limit: limit);

    public string Put(string directory, Entry entry) => tree.Put(directory, entry);

    public string Store(ByteString data) => chunks.Store(data);

    public byte[]? Read(string path) => tree.Read(path);

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
