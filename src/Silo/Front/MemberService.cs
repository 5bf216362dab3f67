using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Silo.Front;

/// <summary>Makes the process a member of the cluster when Orleans runs, and follows the settings that are set there.</summary>
internal sealed class MemberService(
    string name, ProcessRole role, Membership membership, SettingsFollower settingsFollower, BrokerSettings settings, TimeProvider time, ReadyLine ready) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await membership.JoinAsync(
            new NodeHeartbeat
            {
                Name = name,
                StartedMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
                IsSilo = role.HasFlag(ProcessRole.Silo),
                Rack = settings.Get(BrokerConfigs.BrokerRack),
                WantedNodeId = settings.IsGiven(BrokerConfigs.NodeId) || settings.IsGiven(BrokerConfigs.BrokerId) ? settings.NodeId : -1,
                WantedClusterId = settings.Get(BrokerConfigs.ClusterId),
            },
            cancellationToken);
        await settingsFollower.FollowAsync(cancellationToken);
        await settingsFollower.StartAsync(cancellationToken);
        ready.Text = $"silo {name}";
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await settingsFollower.StopAsync(cancellationToken);
        await membership.LeaveAsync(cancellationToken);
    }
}
