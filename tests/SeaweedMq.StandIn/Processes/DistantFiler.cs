using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>A filer in another process, as the broker reaches it.</summary>
internal sealed class DistantFiler(MasterClient master) : IFiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What the broker waits before it tries to write again.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(0.74);

    private readonly VolumeChunks _chunks = new(master);
    private static readonly HttpClient s_http = new() { Timeout = Patience };
    private SeaweedAddress? _address;
    private SeaweedFiler.SeaweedFilerClient? _client;
    private bool _hasFailed;

    public bool IsStopped => false;

    public string? WhyNoWrites => null;

    private static DateTime Deadline => DateTime.UtcNow + Patience;

    private SeaweedAddress Address => _address ??= SeaweedAddress.Parse(master.AddressOf(FilerProcess.MemberType));

    private SeaweedFiler.SeaweedFilerClient Client => _client ??= new(GrpcChannel.ForAddress($"http://{Address.Grpc}"));

    public Task WaitUntilWritableAsync(CancellationToken cancellation) =>
        Interlocked.Exchange(ref _hasFailed, false) ? Task.Delay(TryAgainAfter, cancellation) : Task.CompletedTask;

    public Entry? Find(string path)
    {
        var (directory, name) = FilerPath.Split(path);
        try
        {
            return Client.LookupDirectoryEntry(new() { Directory = directory, Name = name }, deadline: Deadline).Entry;
        }
        catch (RpcException missing) when (missing.Status.Detail.Contains("no entry is found", StringComparison.Ordinal))
        {
            return null;
        }
    }

    public List<Entry> List(string directory, string prefix = "", uint limit = 0)
    {
        using var call = Client.ListEntries(new() { Directory = directory, Prefix = prefix, Limit = limit }, deadline: Deadline);
        return call.ResponseStream.ReadAllAsync().Select(response => response.Entry).ToListAsync().AsTask().GetAwaiter().GetResult();
    }

    public string Put(string directory, Entry entry) =>
        Trying(() => Client.CreateEntry(new() { Directory = directory, Entry = entry }, deadline: Deadline).Error);

    public string Store(ByteString data) => Trying(() => _chunks.Store(data));

    public byte[]? Read(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Address.Http}{path}");
        using var answer = s_http.Send(request);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        using var bytes = new MemoryStream();
        answer.EnsureSuccessStatusCode().Content.ReadAsStream().CopyTo(bytes);
        return bytes.ToArray();
    }

    private T Trying<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (RpcException)
        {
            Volatile.Write(ref _hasFailed, true);
            throw;
        }
    }
}
