using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>The document, kept beside the log, that says who its owner is. Each opening is another owner, of the next term.</summary>
internal sealed class OwnerRecord(PartitionKey key)
{
    public long Term { get; private set; }

    public int LeaderEpoch { get; private set; } = -1;

    /// <summary>Set once the owner has gone in good order: his successor need not wait for him.</summary>
    public bool HasLeft { get; set; } = true;

    public LogSnapshot? Snapshot { get; set; }

    /// <summary>Makes somebody the owner; returns whether the former one may not know it.</summary>
    /// <exception cref="FencedException">There is one of a higher epoch.</exception>
    public bool Take(int leaderEpoch)
    {
        if (LeaderEpoch > leaderEpoch)
            throw FencedException.ByLaterOwner(key, leaderEpoch, LeaderEpoch);
        var mayBelieve = !HasLeft;
        (Term, LeaderEpoch, HasLeft) = (Term + 1, leaderEpoch, false);
        return mayBelieve;
    }

    /// <summary>For one who finds that he is not the owner.</summary>
    public FencedException FencedBy(int leaderEpoch) => FencedException.ByLaterOwner(key, leaderEpoch, LeaderEpoch);
}
