using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Wire;

/// <summary>A client that speaks exactly what a test tells it to, and reads answers strictly: every octet must be accounted for.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private int _correlationId;

    private WireClient(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    /// <summary>Connects to the first of the addresses, which are parted by commas, or to another by its place.</summary>
    public static async Task<WireClient> ConnectAsync(string bootstrapServers, int gateway = 0)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPEndPoint.Parse(bootstrapServers.Split(',')[gateway]));
        return new WireClient(tcp);
    }

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<TResponse> CallAsync<TResponse>(IKafkaMessage request, short version)
        where TResponse : class, IKafkaMessage, new() =>
        (TResponse)await ReceiveAsync(await SendAsync(request, version), version);

    /// <summary>Sends a request without waiting for its answer.</summary>
    /// <returns>The api, for <see cref="ReceiveAsync"/>.</returns>
    public async Task<KafkaApi> SendAsync(IKafkaMessage request, short version)
    {
        var api = KafkaApis.All.Single(api => api.NewRequest().GetType() == request.GetType());
        await SendRawAsync(Encode(api, request, version, ++_correlationId));
        return api;
    }

    /// <summary>A whole frame, its size included.</summary>
    public static byte[] Encode(KafkaApi api, IKafkaMessage request, short version, int correlationId)
    {
        using var writer = new KafkaWriter();
        var frame = writer.BeginFrame();
        new RequestHeader { RequestApiKey = api.Key, RequestApiVersion = version, CorrelationId = correlationId, ClientId = "wire" }
            .Write(writer, api.RequestHeaderVersion(version));
        request.Write(writer, version);
        writer.EndFrame(frame);
        return writer.ToArray();
    }

    public async Task SendRawAsync(ReadOnlyMemory<byte> octets) => await _stream.WriteAsync(octets);

    /// <summary>Reads the next answer, which must be the one to the oldest request not answered, of the api given.</summary>
    public async Task<IKafkaMessage> ReceiveAsync(KafkaApi api, short version)
    {
        var frame = await ReceiveFrameAsync();
        Assert.NotNull(frame);
        return Decode(api, version, frame, out _);
    }

    /// <summary>The correlation id of an answer, and the answer.</summary>
    public static IKafkaMessage Decode(KafkaApi api, short version, byte[] frame, out int correlationId)
    {
        var reader = new KafkaReader(frame);
        var header = new ResponseHeader();
        header.Read(ref reader, api.ResponseHeaderVersion(version));
        correlationId = header.CorrelationId;
        var response = api.NewResponse();
        response.Read(ref reader, version);
        Assert.Equal(0, reader.Remaining);
        return response;
    }

    /// <summary>The next frame without its size, or null where the node closed the connection.</summary>
    public async Task<byte[]?> ReceiveFrameAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var size = new byte[sizeof(int)];
            if (await _stream.ReadAtLeastAsync(size, size.Length, throwOnEndOfStream: false, patience.Token) < size.Length)
            {
                return null;
            }

            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
            await _stream.ReadExactlyAsync(frame, patience.Token);
            return frame;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return default;
    }
}
