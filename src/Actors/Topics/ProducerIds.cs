using KafkaGateway.Actors.Turns;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Topics;

/// <summary>
/// Producer ids in blocks: the end of a block is stored before the first id of it is given out, so a crash wastes ids and repeats none.
/// </summary>
public sealed class ProducerIds(IStateStore store) : IProducerIds
{
    /// <summary>How many ids are reserved by one write, as in Kafka.</summary>
    public const int BlockSize = 1000;

    private const string Kind = "producer-ids";
    private const string Key = "next";

    private readonly OneAtATime _reservations = new();
    private long _next;
    private long _end;

    /// <inheritdoc/>
    public ValueTask<long> AllocateAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return TryTake(count) is { } first ? new(first) : _reservations.RunAsync(() => ReserveAsync(count));
    }

    private async ValueTask<long> ReserveAsync(int count)
    {
        while (true)
        {
            // Whoever waited before this one may have brought enough.
            if (TryTake(count) is { } first)
            {
                return first;
            }

            var stored = await store.ReadAsync(Kind, Key, CancellationToken.None);
            var start = stored is null ? 0 : StateCodec.Decode<ProducerIdsState>(stored.Value).NextProducerId;
            var end = checked(start + Math.Max(count, BlockSize));
            try
            {
                await store.WriteAsync(
                    Kind, Key, StateCodec.Encode(new ProducerIdsState { NextProducerId = end }), stored?.Version ?? 0, CancellationToken.None);
                (_next, _end) = (start, end);
            }
            catch (StateConflictException)
            {
                // Another owner reserved a block; the next one begins where it ends.
            }
        }
    }

    private long? TryTake(int count)
    {
        if (_end - _next < count)
        {
            return null;
        }

        var first = _next;
        _next += count;
        return first;
    }
}
