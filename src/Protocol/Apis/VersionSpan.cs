namespace KafkaGateway.Protocol;

/// <summary>Versions from one to another, both included.</summary>
/// <param name="Lowest">The first version.</param>
/// <param name="Highest">The last version, not below the first.</param>
public readonly record struct VersionSpan(short Lowest, short Highest)
{
    /// <summary>Whether the version is one of them.</summary>
    public bool Contains(short version) => version >= Lowest && version <= Highest;
}
