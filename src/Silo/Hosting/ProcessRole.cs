namespace KafkaGateway.Silo.Hosting;

/// <summary>Which part of the cluster a process is.</summary>
[Flags]
internal enum ProcessRole
{
    /// <summary>Hosts actors.</summary>
    Silo = 1,

    /// <summary>Listens for Kafka.</summary>
    Gateway = 2,

    /// <summary>Both.</summary>
    All = Silo | Gateway,
}
