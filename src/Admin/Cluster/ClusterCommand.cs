using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using Spectre.Console.Rendering;

namespace KafkaGateway.Admin.Cluster;

/// <summary>'cluster': its id, controller and nodes.</summary>
internal static class ClusterCommand
{
    public static Command Create(AdminHost host) => host.Create(
        "cluster",
        "Describes the cluster.",
        new CommandAction(OptionGroup.Flag("--describe", "Show the cluster's id, its controller and its nodes."), [], [], DescribeAsync));

    private static async Task DescribeAsync(Session session)
    {
        var metadata = await session.Client.MetadataAsync([], session.Stop);
        session.Results.Show(
            new ClusterDescription(metadata.ClusterId, metadata.ControllerId, metadata.Nodes),
            ForPeople);
    }

    private static IEnumerable<IRenderable> ForPeople(ClusterDescription cluster) =>
    [
        Tables.Line($"Cluster id: {cluster.ClusterId ?? "none"}"),
        Tables.Line($"Controller: {(cluster.ControllerId < 0 ? "none" : cluster.ControllerId)}"),
        Tables.Line(""),
        .. Tables.Of(
            cluster.Nodes,
            new("NODE", node => node.Id),
            new("HOST", node => node.Host),
            new("PORT", node => node.Port),
            new("RACK", node => node.Rack)),
    ];

    private sealed record ClusterDescription(string? ClusterId, int ControllerId, IReadOnlyList<ClusterNode> Nodes);
}
