using System.Diagnostics;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>A request whose header was read and whose API is served.</summary>
internal readonly record struct ParsedRequest(
    IApi Handler, ServedRequest Served, string ClientId, bool Pipelined, ReadOnlyMemory<byte> Body);

/// <summary>Finds the handler of a frame and starts it.</summary>
internal sealed class Dispatcher
{
    private const int FixedHeaderBytes = 8;
    private readonly Dictionary<short, (ServedApi Api, IApi Handler)> _apis;

    public Dispatcher(IEnumerable<ServedApi> served, GatewayServices services) =>
        _apis = served.ToDictionary(api => api.Key, api => (api, api.Create(services)));

    /// <summary>Reads the request header.</summary>
    /// <exception cref="ProtocolException">The header is malformed.</exception>
    /// <exception cref="RequestRefusedException">The API or the version is not served.</exception>
    public ParsedRequest Parse(byte[] frame)
    {
        if (frame.Length < FixedHeaderBytes)
        {
            throw new ProtocolException($"a request of {frame.Length} octets has no room for its header");
        }

        var key = System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(frame);
        var version = System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(2));
        if (!_apis.TryGetValue(key, out var found))
        {
            throw new RequestRefusedException($"API key {key} is not served");
        }

        var api = KafkaApis.Find(key)!;
        var unsupported = !found.Api.Serves(version);
        if (unsupported && key != ApiVersionsRequest.ApiKey)
        {
            throw new RequestRefusedException(
                $"{found.Api.Name} version {version} is not served, only {found.Api.MinVersion} to {found.Api.MaxVersion}");
        }

        var reader = new KafkaReader(frame);
        var header = new RequestHeader();
        header.Read(ref reader, api.RequestHeaderVersion(version));
        var handler = unsupported ? Apis.ApiVersions.UnsupportedVersion : found.Handler;
        var answerVersion = unsupported ? (short)0 : version;
        var clientId = header.ClientId ?? "";
        var served = new ServedRequest(
            found.Api,
            header.CorrelationId,
            answerVersion,
            api.ResponseHeaderVersion(answerVersion),
            Stopwatch.GetTimestamp(),
            KafkaTraces.CreateRequest(found.Api.Name, version, clientId));
        return new ParsedRequest(handler, served, clientId, found.Api.Pipelined, frame.AsMemory(reader.Position));
    }

    /// <summary>Decodes the body and starts the handler.</summary>
    public static Invocation Start(in ParsedRequest request, ConnectionInfo connection, CancellationToken aborted, CancellationToken hurry)
    {
        var body = new KafkaReader(request.Body);
        var context = new RequestContext(request.Served.ApiVersion, request.ClientId, connection, aborted, hurry);
        if (request.Served.Trace is not { } trace)
            return request.Handler.Invoke(ref body, context);
        trace.Start();
        try
        {
            var (answer, started) = request.Handler.Invoke(ref body, context);
            return new(TracedAsync(trace, answer), started);
        }
        finally
        {
            // The connection's next request belongs to another trace.
            Activity.Current = null;
        }
    }

    private static async ValueTask<IKafkaMessage?> TracedAsync(Activity trace, ValueTask<IKafkaMessage?> answer)
    {
        try
        {
            return await answer;
        }
        catch (Exception failure)
        {
            KafkaTraces.EndRequest(trace, failure);
            throw;
        }
    }
}
