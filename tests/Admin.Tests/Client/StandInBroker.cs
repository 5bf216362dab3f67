using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Tests.Client;

/// <summary>A broker that serves what a test gives it, over a real socket: for clusters that a single node of ours cannot be.</summary>
internal sealed class StandInBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<short, (VersionSpan Versions, Func<IKafkaMessage, IKafkaMessage> Answer)> _apis = [];
    private readonly Task _accepting;

    public StandInBroker(int nodeId)
    {
        NodeId = nodeId;
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int NodeId { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The highest version of ApiVersions that it knows; it answers others with an error in version 0.</summary>
    public short ApiVersions { get; init; } = KafkaApis.ApiVersions.Versions.Highest;

    /// <summary>The requests that came, as API and version.</summary>
    public ConcurrentQueue<(string Api, short Version)> Asked { get; } = new();

    public StandInBroker Serve<TRequest>(KafkaApi api, short lowest, short highest, Func<TRequest, IKafkaMessage> answer)
        where TRequest : IKafkaMessage
    {
        _apis[api.Key] = (new VersionSpan(lowest, highest), request => answer((TRequest)request));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                while (true)
                    await client.GetStream().WriteAsync(Answer(await Frames.ReadAsync(client.GetStream(), CancellationToken.None)));
            }
            catch (IOException)
            {
                // The client went away.
            }
        }
    }

    private byte[] Answer(ReadOnlyMemory<byte> frame)
    {
        var header = new RequestHeader();
        var reader = new KafkaReader(frame);
        header.Read(ref reader, 1);
        var (api, version) = (KafkaApis.Find(header.RequestApiKey)!, header.RequestApiVersion);
        if (api == KafkaApis.ApiVersions)
            return AnswerVersions(header.CorrelationId, version);
        reader = new KafkaReader(frame);
        header.Read(ref reader, api.RequestHeaderVersion(version));
        var request = api.NewRequest();
        request.Read(ref reader, version);
        Asked.Enqueue((api.Name, version));
        return Encode(api, version, header.CorrelationId, _apis[api.Key].Answer(request));
    }

    private byte[] AnswerVersions(int correlationId, short version)
    {
        var known = version <= ApiVersions;
        var answer = new ApiVersionsResponse { ErrorCode = known ? ErrorCode.None : ErrorCode.UnsupportedVersion };
        if (known)
            answer.ApiKeys = [.. _apis.Select(api => new ApiVersionsResponse.ApiVersion { ApiKey = api.Key, MinVersion = api.Value.Versions.Lowest, MaxVersion = api.Value.Versions.Highest })];
        return Encode(KafkaApis.ApiVersions, known ? version : (short)0, correlationId, answer);
    }

    private static byte[] Encode(KafkaApi api, short version, int correlationId, IKafkaMessage answer)
    {
        using var writer = new KafkaWriter();
        var frame = writer.BeginFrame();
        new ResponseHeader { CorrelationId = correlationId }.Write(writer, api.ResponseHeaderVersion(version));
        answer.Write(writer, version);
        writer.EndFrame(frame);
        return writer.ToArray();
    }
}
