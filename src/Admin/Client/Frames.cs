using System.Buffers.Binary;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Client;

/// <summary>Requests as octets, and octets as responses.</summary>
internal static class Frames
{
    public const string ClientId = "kafka-gateway-admin";

    // A fetch answer may go beyond what was asked for by one batch, which brokers limit to far less than this.
    private const int LargestAnswer = 1 << 30;

    public static byte[] Encode(KafkaApi api, IKafkaMessage request, short version, int correlationId)
    {
        using var writer = new KafkaWriter();
        var frame = writer.BeginFrame();
        new RequestHeader { RequestApiKey = api.Key, RequestApiVersion = version, CorrelationId = correlationId, ClientId = ClientId }
            .Write(writer, api.RequestHeaderVersion(version));
        request.Write(writer, version);
        writer.EndFrame(frame);
        return writer.ToArray();
    }

    /// <summary>Reads the next answer without its size.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var size = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(size, cancellationToken);
        var length = BinaryPrimitives.ReadInt32BigEndian(size);
        if (length is < sizeof(int) or > LargestAnswer)
            throw new ProtocolException($"an answer says that it has {length} octets: this is no Kafka broker");
        var frame = new byte[length];
        await stream.ReadExactlyAsync(frame, cancellationToken);
        return frame;
    }

    public static int CorrelationId(ReadOnlyMemory<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame.Span);

    public static IKafkaMessage Decode(KafkaApi api, short version, ReadOnlyMemory<byte> frame)
    {
        var reader = new KafkaReader(frame, maxElements: int.MaxValue);
        new ResponseHeader().Read(ref reader, api.ResponseHeaderVersion(version));
        var response = api.NewResponse();
        response.Read(ref reader, version);
        return response;
    }
}
