using System.Globalization;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Partitions;

/// <summary>
/// Gives out the leader epochs of partitions, each once. A host that is about to open a partition takes the next one, opens the log with it, and
/// has thereby locked out everybody who took one before.
/// </summary>
public static class LeaderEpochs
{
    /// <summary>The kind of the stored states; their key is TOPIC ID/PARTITION.</summary>
    public const string Kind = "leader-epoch";

    /// <summary>Takes the partition's next epoch, 0 for the first. Whoever does not learn the outcome takes a further one: gaps do no harm.</summary>
    /// <exception cref="StorageException">An epoch may have been taken, but nobody will ever use it.</exception>
    public static async ValueTask<int> TakeNextAsync(IStateStore states, PartitionKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await states.ReadAsync(Kind, NameOf(key), cancellationToken);
            var next = stored is null ? 0 : checked(StateCodec.Decode<LeaderEpochState>(stored.Value).LeaderEpoch + 1);
            try
            {
                var state = StateCodec.Encode(new LeaderEpochState { LeaderEpoch = next });
                await states.WriteAsync(Kind, NameOf(key), state, stored?.Version ?? 0, cancellationToken);
                return next;
            }
            catch (StateConflictException)
            {
                // Somebody else took it.
            }
        }
    }

    /// <summary>Forgets a partition's epochs, after its log was deleted; forgetting what is not there is no error.</summary>
    public static async ValueTask ForgetAsync(IStateStore states, PartitionKey key, CancellationToken cancellationToken)
    {
        while (await states.ReadAsync(Kind, NameOf(key), cancellationToken) is { } stored)
        {
            try
            {
                await states.DeleteAsync(Kind, NameOf(key), stored.Version, cancellationToken);
                return;
            }
            catch (StateConflictException)
            {
                // Somebody takes epochs of a partition that is gone; or somebody else has forgotten it.
            }
        }
    }

    private static string NameOf(PartitionKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{KafkaUuid.ToText(key.TopicId)}/{key.Partition}");
}
