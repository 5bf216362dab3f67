namespace KafkaGateway.Contracts.Configuration;

/// <summary>How a broker's setting may change while it runs (KIP-226).</summary>
public enum ConfigUpdate
{
    /// <summary>Only with a restart.</summary>
    ReadOnly,

    /// <summary>For one broker, and not as a default of all.</summary>
    PerBroker,

    /// <summary>For one broker or as the default of all.</summary>
    ClusterWide,
}
