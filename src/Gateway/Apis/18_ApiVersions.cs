using System.Text.RegularExpressions;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Says which APIs and versions this listener serves.
/// <para>
/// Versions: 1 adds the throttle time; 3 is flexible and brings the client's software name and version (KIP-511); 5 brings the cluster and
/// node that the client believes it talks to (KIP-1242). The answer's header is version 0 in all of them, and a version that is not served
/// is answered in version 0 with UNSUPPORTED_VERSION.
/// </para>
/// </summary>
internal sealed partial class ApiVersions(GatewayServices services) : Api<ApiVersionsRequest, ApiVersionsResponse>
{
    private const short FirstWithSoftware = 3;
    private const short FirstWithClusterId = 5;

    /// <summary>Answers a version that is not served, whose body is not read.</summary>
    public static IApi UnsupportedVersion { get; } = new UnsupportedVersionApi();

    protected override ValueTask<ApiVersionsResponse?> HandleAsync(ApiVersionsRequest request, RequestContext context)
    {
        if (context.ApiVersion >= FirstWithSoftware)
        {
            if (!SoftwareName().IsMatch(request.ClientSoftwareName) || !SoftwareName().IsMatch(request.ClientSoftwareVersion))
            {
                return new(new ApiVersionsResponse { ErrorCode = ErrorCode.InvalidRequest });
            }

            context.Connection.ClientSoftware = $"{request.ClientSoftwareName} {request.ClientSoftwareVersion}";
        }

        var elsewhere = context.ApiVersion >= FirstWithClusterId && request.ClusterId is not null
            && (request.ClusterId != services.Cluster.ClusterId || (request.NodeId >= 0 && !IsReachedHere(request.NodeId, context)));
        return new(new ApiVersionsResponse
        {
            ErrorCode = elsewhere ? ErrorCode.RebootstrapRequired : ErrorCode.None,
            ApiKeys = [.. ServedApis.All.Select(Describe)],
        });
    }

    // Nodes may share one address, that of a load balancer: whoever it leads to is the right one then.
    private bool IsReachedHere(int nodeId, in RequestContext context)
    {
        var here = context.Connection.Listener.Advertised;
        return nodeId == services.Cluster.NodeId
            || (services.Cluster.ReachableFrom(context).Find(nodeId) is { } node && (node.Host, node.Port) == (here.Host, here.Port));
    }

    private static ApiVersionsResponse.ApiVersion Describe(ServedApi api) =>
        new() { ApiKey = api.Key, MinVersion = api.MinVersion, MaxVersion = api.MaxVersion };

    [GeneratedRegex("^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex SoftwareName();

    private sealed class UnsupportedVersionApi : IApi
    {
        public Invocation Invoke(ref KafkaReader body, in RequestContext context) => new(new ValueTask<IKafkaMessage?>(new ApiVersionsResponse
        {
            ErrorCode = ErrorCode.UnsupportedVersion,
            ApiKeys = [Describe(ServedApis.All.First(api => api.Key == ApiVersionsRequest.ApiKey))],
        }));
    }
}
