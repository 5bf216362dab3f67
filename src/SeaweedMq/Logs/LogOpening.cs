using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Filer;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// Opens a log for its owner: begins a stream, whose barrier nothing of earlier owners gets past, and reads what they have left up to that barrier,
/// which the broker writes out at once.
/// </summary>
internal sealed class LogOpening(
    PartitionKey key,
    Ownership ownership,
    PhysicalTopics topics,
    Channels channels,
    FilerClient filer,
    FileBlocks blocks,
    FilerEvents events,
    SeaweedMqOptions options,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);
    private readonly PhysicalTopic _topic = ownership.Record.Topic;
    private readonly LogFiles _files = new(filer, blocks, ownership.Record.Topic.Folder);

    /// <param name="afterNs">No message is known to have a later timestamp than that.</param>
    /// <param name="tailBytes">How much of what is on the disk a log keeps for readers of its end, as of now.</param>
    /// <param name="closed">Told when the log is closed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SeaweedRecordLog> OpenAsync(long afterNs, Func<long> tailBytes, Action<SeaweedRecordLog> closed, CancellationToken cancellationToken)
    {
        var clock = new MessageClock(time, afterNs);
        var scan = new LogScan(_files, ownership.Record, options.MaxFileListLength);
        var session = await BeginAsync(clock, ownership.Record.ClockNs, cancellationToken);
        try
        {
            await ScanAsync(scan, session.Barrier, cancellationToken);
            while (string.CompareOrdinal(scan.LastFile, session.FirstFile) >= 0)
            {
                // An earlier owner's clock was ahead of what he had written down, so the files of this stream are not told apart by their names.
                await session.DisposeAsync();
                clock = new MessageClock(time, LogFileName.ToUnixTimeMs(scan.LastFile) * 1_000_000);
                session = await BeginAgainAsync(clock, cancellationToken);
                await ScanAsync(scan, session.Barrier, cancellationToken);
            }

            await SaveAsync(scan, session.FirstFile, cancellationToken);
            SeaweedMqLog.Opened(logger, key, ownership.LeaderEpoch, scan.NextOffset, scan.BytesRead, scan.FilesRead);
            var gate = new Lock();
            var tail = new Tail(scan.NextOffset, tailBytes);
            var publisher = new Publisher(
                key, _topic.Broker, tail, gate, ownership, session, clock, token => BeginAgainAsync(clock, token), options, time, logger);
            var log = new SeaweedRecordLog(new LogState(key, ownership, scan, tail, gate), _files, publisher, options, time, closed);
            log.Listen(events, _topic.Folder);
            return log;
        }
        catch
        {
            await session.AbortAsync();
            throw;
        }
    }

    private async Task<PublishSession> BeginAgainAsync(MessageClock clock, CancellationToken cancellationToken)
    {
        var firstNs = MessageClock.Leap(clock.Last, time, options.FlushInterval);
        await ownership.WriteAsync(record => record with { ClockNs = firstNs }, cancellationToken);
        return await BeginAsync(clock, firstNs, cancellationToken);
    }

    private async Task<PublishSession> BeginAsync(MessageClock clock, long firstNs, CancellationToken cancellationToken)
    {
        await topics.CheckLeaderAsync(_topic, cancellationToken);
        var stream = await PublishStream.OpenAsync(channels, _topic, options.CallTimeout, cancellationToken);
        return await PublishSession.BeginAsync(stream, ownership.Record, clock, firstNs, options.CallTimeout);
    }

    // It comes at once, unless the broker's interval is longer than the options say.
    private async Task ScanAsync(LogScan scan, long barrier, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var changed = new SemaphoreSlim(0);
        using var listening = events.Listen(_topic.Folder, _ => changed.Release());
        while (!await scan.ReadOnAsync(barrier, cancellationToken))
        {

            // A barrier behind that of a later owner is none.
            await ownership.ConfirmAsync(cancellationToken);
            if (time.GetElapsedTime(started) > options.CallTimeout + (2 * options.FlushInterval))
                throw new StorageException($"The broker {_topic.Broker} has not written out {_topic.Name} in {time.GetElapsedTime(started).TotalSeconds:0} s");
            await changed.WaitAsync(LookAgainAfter, cancellationToken);
        }
    }

    private Task SaveAsync(LogScan scan, string nextFile, CancellationToken cancellationToken) => ownership.WriteAsync(
        record => record with
        {
            Files = scan.Files.ToList(),
            Epochs = scan.Epochs,
            Terms = scan.Terms,
            BarrierTerm = ownership.Term,
            NextFile = nextFile,
            NextOffset = scan.NextOffset,

            // What it says of lost batches must not be taken for true once others have their offsets.
            SnapshotOffset = record.SnapshotOffset > scan.NextOffset ? -1 : record.SnapshotOffset,
        },
        cancellationToken);
}
