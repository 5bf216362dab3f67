using KafkaGateway.Grains.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGateway.Silo.Operations;

/// <summary>Whether this process reaches the cluster.</summary>
internal sealed class MembershipCheck(Membership membership, ClusterView view) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        membership.IsInTouch
            ? HealthCheckResult.Healthy($"node {view.NodeId} of {view.Nodes.Nodes.Count} in cluster {view.ClusterId}")
            : HealthCheckResult.Unhealthy("no silo answers"));
}
