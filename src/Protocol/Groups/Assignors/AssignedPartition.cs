namespace KafkaGateway.Protocol.Groups.Assignors;

/// <summary>A partition that an assignor has given to a member, by the name of its topic.</summary>
public readonly record struct AssignedPartition(string Topic, int Partition);
