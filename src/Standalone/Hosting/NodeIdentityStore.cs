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
    private const short Version = 0;

    /// <summary>Reads or makes up the identity and notes down one more start.</summary>
    /// <exception cref="SettingsException">The data belongs to another node or cluster than the settings name.</exception>
    public static async ValueTask<NodeIdentity> StartAsync(IStateStore states, BrokerSettings settings, CancellationToken cancellationToken)
    {
        var stored = await states.ReadAsync(Kind, Key, cancellationToken);
        var identity = stored is null
            ? new NodeIdentity { ClusterId = settings.Get(BrokerConfigs.ClusterId) ?? KafkaUuid.ToText(Guid.NewGuid()), NodeId = settings.NodeId }
            : Decode(stored.Value);
        Check(identity, settings);
        identity.Starts++;
        using var writer = new KafkaWriter();
        identity.Write(writer, Version);
        await states.WriteAsync(Kind, Key, writer.ToArray(), stored?.Version ?? 0, cancellationToken);
        return identity;
    }

    private static NodeIdentity Decode(ReadOnlyMemory<byte> value)
    {
        var identity = new NodeIdentity();
        var reader = new KafkaReader(value);
        identity.Read(ref reader, Version);
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
