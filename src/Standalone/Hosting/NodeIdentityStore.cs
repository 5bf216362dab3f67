using KafkaGateway.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>
/// Who the node is, kept beside its data: the cluster's id, its own, and how often it was started, which is the leader epoch of everything
/// that it writes.
/// </summary>
internal static class NodeIdentityStore
{
    private const string Kind = "node";
    private const string Key = "identity";

    /// <summary>Reads or makes up the identity and notes down one more start.</summary>
    /// <exception cref="SettingsException">The data belongs to another node or cluster than the settings name.</exception>
    public static async ValueTask<NodeIdentity> StartAsync(IStateStore states, BrokerSettings settings, CancellationToken cancellationToken)
    {
        var stored = await states.ReadAsync(Kind, Key, cancellationToken);
        var identity = stored is null
            ? new NodeIdentity { ClusterId = settings.Get(BrokerConfigs.ClusterId) ?? KafkaUuid.ToText(Guid.NewGuid()), NodeId = settings.NodeId }
            : StateCodec.Decode<NodeIdentity>(stored.Value);
        Check(identity, settings);
        identity.Starts++;
        await states.WriteAsync(Kind, Key, StateCodec.Encode(identity), stored?.Version ?? 0, cancellationToken);
        return identity;
    }

    private static void Check(NodeIdentity identity, BrokerSettings settings)
    {
        if (identity.NodeId != settings.NodeId)
        {
            throw new SettingsException($"the data folder belongs to node {identity.NodeId}, but node.id is {settings.NodeId}");
        }

        if (settings.Get(BrokerConfigs.ClusterId) is { } wanted && wanted != identity.ClusterId)
        {
            throw new SettingsException($"the data folder belongs to cluster {identity.ClusterId}, but cluster.id is {wanted}");
        }
    }
}
