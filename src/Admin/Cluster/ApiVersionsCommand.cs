using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Cluster;

/// <summary>'api-versions', after kafka-broker-api-versions.sh: what each node serves.</summary>
internal static class ApiVersionsCommand
{
    public static Command Create(AdminHost host) => host.Create(
        "api-versions", "Shows the APIs and versions that each node serves.", new CommandAction(null, [], [], RunAsync));

    private static async Task RunAsync(Session session)
    {
        var metadata = await session.Client.MetadataAsync([], session.Stop);
        var nodes = await session.ForEachAsync(metadata.Nodes, "asking nodes", node => AskAsync(session, node));
        session.Results.Show(
            nodes,
            all => Tables.Of(
                [.. all.SelectMany(node => node.Apis, (node, api) => (node.Node, Api: api))],
                new("NODE", row => row.Node),
                new("KEY", row => row.Api.Key),
                new("API", row => row.Api.Name),
                new("VERSIONS", row => $"{row.Api.MinVersion}-{row.Api.MaxVersion}"),
                new("USED-HERE", row => row.Api.UsedVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static async Task<NodeApis> AskAsync(Session session, ClusterNode node)
    {
        var connection = await session.Client.NodeAsync(node.Id, session.Stop);
        return new NodeApis(node.Id, node.Host, node.Port, [.. connection.Served.OrderBy(api => api.Key).Select(api => ServedApi.From(api.Key, api.Value))]);
    }

    private sealed record NodeApis(int Node, string Host, int Port, IReadOnlyList<ServedApi> Apis);

    /// <summary>An API that a node serves, and the version that this client would speak; null where they have none in common.</summary>
    private sealed record ServedApi(short Key, string Name, short MinVersion, short MaxVersion, short? UsedVersion)
    {
        public static ServedApi From(short key, VersionSpan served)
        {
            var api = KafkaApis.Find(key);
            return new(key, api?.Name ?? "unknown", served.Lowest, served.Highest, api is null ? null : KnownVersions.Common(api, served));
        }
    }
}
