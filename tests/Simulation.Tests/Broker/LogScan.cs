using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// What a log is among the messages on the disk: a batch counts if it is of the newest term whose barrier came before it, and if its offset is the
/// next one. Everything else is a repetition, or of an owner whose time was over.
/// </summary>
internal static class LogScan
{
    /// <summary>The log in front of a barrier; null where that is not there.</summary>
    public static List<LogBatch>? ReadUpTo(BrokerMessage barrier, IReadOnlyList<BrokerMessage> disk, bool heedsBarriers)
    {
        var log = new List<LogBatch>();
        var (term, nextOffset) = (0L, 0L);
        foreach (var message in disk)
        {
            if (message == barrier)
                return log;
            if (message.Batch is not { } batch)
            {
                term = Math.Max(term, message.Term);
            }
            else if ((message.Term == term || !heedsBarriers) && batch.BaseOffset == nextOffset)
            {
                log.Add(batch);
                nextOffset = batch.LastOffset + 1;
            }
        }

        return null;
    }
}
