namespace KafkaGateway.Gateway.Topics;

/// <summary>
/// The bits of the AuthorizedOperations fields: bit n stands for AclOperation n. Nothing is authorized here, so every operation that a kind
/// of resource knows is allowed, as in a Kafka without an authorizer.
/// </summary>
internal static class AuthorizedOperations
{
    private const int Read = 1 << 3;
    private const int Write = 1 << 4;
    private const int Create = 1 << 5;
    private const int Delete = 1 << 6;
    private const int Alter = 1 << 7;
    private const int Describe = 1 << 8;
    private const int ClusterAction = 1 << 9;
    private const int DescribeConfigs = 1 << 10;
    private const int AlterConfigs = 1 << 11;
    private const int IdempotentWrite = 1 << 12;

    public const int NotAsked = int.MinValue;
    public const int Topic = Read | Write | Create | Delete | Alter | Describe | DescribeConfigs | AlterConfigs;
    public const int Cluster = Create | Alter | Describe | ClusterAction | DescribeConfigs | AlterConfigs | IdempotentWrite;
    public const int Group = Read | Delete | Describe | DescribeConfigs | AlterConfigs;
}
