using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Commits;

/// <summary>A connection that commits offsets. One commit at a time: gateways answer those of one connection one after another.</summary>
internal sealed class CommitClient : IDisposable
{
    private const short Version = 7;
    private readonly Socket _socket;
    private readonly byte[] _answer = new byte[4096];

    private CommitClient(Socket socket) => _socket = socket;

    public static async Task<CommitClient> ConnectAsync(string server)
    {
        var address = IPEndPoint.Parse(server);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        return new CommitClient(socket);
    }

    /// <summary>A commit of the same offset of a topic's first partitions.</summary>
    public static byte[] Encode(string groupId, string topic, int partitions) => WireClient.Encode(
        new OffsetCommitRequest
        {
            GroupId = groupId,
            GenerationIdOrMemberEpoch = -1,
            Topics = [new() { Name = topic, Partitions = [.. Enumerable.Range(0, partitions).Select(p => new OffsetCommitRequest.OffsetCommitRequestPartition { PartitionIndex = p, CommittedOffset = 7 })] }],
        },
        OffsetCommitRequest.ApiKey,
        Version);

    /// <summary>Completes when it is answered without an error.</summary>
    public async Task CommitAsync(ReadOnlyMemory<byte> frame)
    {
        while (frame.Length > 0)
            frame = frame[await _socket.SendAsync(frame)..];
        await ReceiveAsync(sizeof(int));
        var size = BinaryPrimitives.ReadInt32BigEndian(_answer);
        await ReceiveAsync(size);
        Check(_answer.AsMemory(0, size));
    }

    public void Dispose() => _socket.Dispose();

    private static void Check(ReadOnlyMemory<byte> answer)
    {
        var reader = new KafkaReader(answer);
        new ResponseHeader().Read(ref reader, KafkaApis.Find(OffsetCommitRequest.ApiKey)!.ResponseHeaderVersion(Version));
        var response = new OffsetCommitResponse();
        response.Read(ref reader, Version);
        if (response.Topics.SelectMany(topic => topic.Partitions).FirstOrDefault(partition => partition.ErrorCode != ErrorCode.None) is { } refused)
            throw new InvalidOperationException($"a commit was answered with {refused.ErrorCode}");
    }

    private async Task ReceiveAsync(int count)
    {
        for (var received = 0; received < count;)
        {
            var more = await _socket.ReceiveAsync(_answer.AsMemory(received, count - received));
            received += more > 0 ? more : throw new EndOfStreamException("the gateway closed the connection");
        }
    }
}
