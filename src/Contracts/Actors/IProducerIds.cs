namespace KafkaGateway.Contracts.Actors;

/// <summary>Hands out producer ids that no other call ever got, across restarts too.</summary>
public interface IProducerIds
{
    /// <summary>The first of <paramref name="count"/> consecutive new ids.</summary>
    ValueTask<long> AllocateAsync(int count, CancellationToken cancellationToken);
}
