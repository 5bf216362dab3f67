namespace KafkaGateway.SeaweedMqProcess.Tests.Stack;

/// <summary>Which processes of ours there are.</summary>
public enum Shape
{
    /// <summary>One, with both roles and no database.</summary>
    OneProcess,

    /// <summary>Two silos, a gateway and PostgreSQL.</summary>
    Cluster,
}
