using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench;

/// <summary>
/// One request at a time over a blocking socket, and no allocation for a request encoded beforehand, so that what is measured is the broker.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private readonly Socket _socket;
    private byte[] _frame = new byte[4 * 1024];

    public WireClient(string bootstrapServers)
    {
        var server = IPEndPoint.Parse(bootstrapServers.Split(',')[0]);
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
    }

    /// <summary>A whole request frame, its size included.</summary>
    public static byte[] Encode(IKafkaMessage request, short apiKey, short version)
    {
        var api = KafkaApis.Find(apiKey)!;
        using var writer = new KafkaWriter();
        var frame = writer.BeginFrame();
        new RequestHeader { RequestApiKey = apiKey, RequestApiVersion = version, ClientId = "bench" }
            .Write(writer, api.RequestHeaderVersion(version));
        request.Write(writer, version);
        writer.EndFrame(frame);
        return writer.ToArray();
    }

    /// <summary>Sends a frame and reads its answer, which is valid until the next call.</summary>
    public ReadOnlyMemory<byte> Exchange(ReadOnlySpan<byte> frame)
    {
        while (frame.Length > 0)
        {
            frame = frame[_socket.Send(frame)..];
        }

        Receive(sizeof(int));
        var size = BinaryPrimitives.ReadInt32BigEndian(_frame);
        if (size > _frame.Length)
        {
            _frame = new byte[size];
        }

        Receive(size);
        return _frame.AsMemory(0, size);
    }

    public TResponse Call<TResponse>(IKafkaMessage request, short apiKey, short version)
        where TResponse : IKafkaMessage, new()
    {
        var reader = new KafkaReader(Exchange(Encode(request, apiKey, version)));
        new ResponseHeader().Read(ref reader, KafkaApis.Find(apiKey)!.ResponseHeaderVersion(version));
        var response = new TResponse();
        response.Read(ref reader, version);
        return response;
    }

    public void Dispose() => _socket.Dispose();

    private void Receive(int count)
    {
        for (var received = 0; received < count;)
        {
            var more = _socket.Receive(_frame, received, count - received, SocketFlags.None);
            received += more > 0 ? more : throw new EndOfStreamException("the broker closed the connection");
        }
    }
}
