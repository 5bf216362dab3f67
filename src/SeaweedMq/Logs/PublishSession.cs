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

    /// <param name="stream">The stream, which nothing was sent on.</param>
    /// <param name="record">The owner.</param>
    /// <param name="clock">His clock.</param>
    /// <param name="firstNs">The timestamp of the second barrier.</param>
    /// <param name="timeout">How long the broker may take.</param>
    public static async Task<PublishSession> BeginAsync(
        PublishStream stream, PartitionRecord record, MessageClock clock, long firstNs, TimeSpan timeout)
    {
        try
        {
            var barrier = Random.Shared.NextInt64(1, long.MaxValue);
            var message = EntryHeader.OfBarrier(record.LeaderEpoch, record.Term, barrier).ToMessage();
            await stream.WriteAsync(message, clock.Next()).WaitAsync(timeout);
            await stream.WriteAsync(message, clock.Next(firstNs)).WaitAsync(timeout);
            for (var i = 0; i < 2; i++)
                await stream.ReadAckAsync().WaitAsync(timeout);
            return new PublishSession(stream, clock, record, barrier, clock.Last);
        }
        catch (Exception failure)
        {
            await stream.AbortAsync();
            throw failure is TimeoutException ? new StorageException("The broker has not answered in time", failure) : failure;
        }
    }

    public Task WriteAsync(in LogBatch batch) => _stream.WriteAsync(EntryHeader.ToMessage(batch, _record.Term), _clock.Next());

    /// <summary>Sends a barrier, which is no batch, and has the broker write out what came before it if its timestamp is late enough.</summary>
    public Task WriteMarkerAsync(long timestampNs) =>
        _stream.WriteAsync(EntryHeader.OfBarrier(_record.LeaderEpoch, _record.Term, 0).ToMessage(), _clock.Next(timestampNs));

    public Task<long> ReadAckAsync() => _stream.ReadAckAsync();

    /// <summary>Says that nothing follows, and waits for who reads the answers to see the end.</summary>
    public Task EndAsync(Task reading) => _stream.EndAsync(reading);

    public ValueTask AbortAsync() => _stream.AbortAsync();

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
