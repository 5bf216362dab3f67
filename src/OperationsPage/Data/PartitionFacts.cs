using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>What a partition says of itself, or Kafka's name of the error that it or its host answered with.</summary>
internal sealed record PartitionFacts(PartitionDescription? Description, string? Error)
{
    /// <summary>Asks partitions all at once.</summary>
    public static async Task<Dictionary<PartitionKey, PartitionFacts>> AskAsync(
        IActors actors, IReadOnlyCollection<PartitionKey> keys, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(keys.Select(async key => (key, Facts: Of(await actors.Partition(key).DescribeAsync(cancellationToken)))));
        return answers.ToDictionary(answer => answer.key, answer => answer.Facts);
    }

    private static PartitionFacts Of(PartitionDescription described) =>
        described.ErrorCode == ErrorCode.None ? new(described, null) : new(null, described.ErrorCode.Name());
}
