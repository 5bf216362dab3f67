using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// One stream of one owner. It begins with two barriers: the first says where this owner begins; the second has a timestamp so late that the broker
/// writes out everything before it, and all that follows into files of later names.
/// </summary>
internal sealed class PublishSession : IAsyncDisposable
{
    private readonly PublishStream _stream;
    private readonly MessageClock _clock;
    private readonly PartitionRecord _record;

    private PublishSession(PublishStream stream, MessageClock clock, PartitionRecord record, long barrier, long firstNs)
    {
        (_stream, _clock, _record, Barrier) = (stream, clock, record, barrier);
        FirstFile = LogFileName.Of(firstNs);
    }

    /// <summary>What tells the first barrier from all others.</summary>
    public long Barrier { get; }

    /// <summary>No file before this one, and every file from this one on, holds only what came after the barriers.</summary>
    public string FirstFile { get; }

    public static async Task<PublishSession> OpenAsync(
        Func<CancellationToken, Task<PublishStream>> open,
        PartitionRecord record,
        MessageClock clock,
        TimeSpan flushInterval,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var stream = await open(cancellationToken);
        try
        {
            var barrier = Random.Shared.NextInt64();
            var message = EntryHeader.OfBarrier(record.LeaderEpoch, record.Term, barrier).ToMessage();
            var firstNs = clock.Next() + (long)(flushInterval + TimeSpan.FromSeconds(1)).TotalNanoseconds;
            await stream.WriteAsync(message, clock.Next()).WaitAsync(timeout, cancellationToken);
            await stream.WriteAsync(message, clock.Next(atLeast: firstNs)).WaitAsync(timeout, cancellationToken);
            for (var i = 0; i < 2; i++)
                await stream.ReadAckAsync().WaitAsync(timeout, cancellationToken);
            return new PublishSession(stream, clock, record, barrier, firstNs);
        }
        catch (Exception failure)
        {
            await stream.AbortAsync();
            throw failure is TimeoutException ? new StorageException("The broker has not answered in time", failure) : failure;
        }
    }

    public Task WriteAsync(in LogBatch batch) => _stream.WriteAsync(EntryHeader.ToMessage(batch, _record.Term), _clock.Next());

    /// <summary>Has the broker write out what it has. The message is no batch and gets no number.</summary>
    public Task WriteBarrierAsync(TimeSpan flushInterval) => _stream.WriteAsync(
        EntryHeader.OfBarrier(_record.LeaderEpoch, _record.Term, 0).ToMessage(),
        _clock.Next(atLeast: _clock.Next() + (long)(flushInterval + TimeSpan.FromSeconds(1)).TotalNanoseconds));

    public Task<long> ReadAckAsync() => _stream.ReadAckAsync();

    public ValueTask AbortAsync() => _stream.AbortAsync();

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
