using System.Buffers;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Legacy;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Admin.Consume;

/// <summary>Takes what a fetch has brought for one partition apart.</summary>
internal static class FetchedBatches
{
    // What brokers here allow, too.
    private const long LargestDecodedBatch = 256L << 20;

    private const int ChecksummedFrom = RecordBatchLayout.Magic + sizeof(byte) + sizeof(uint);

    /// <summary>The records from a position on. Markers of transactions are left out.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="records">Whole batches; the last one may be cut.</param>
    /// <param name="position">The offset asked for; afterwards, the one to ask for next.</param>
    /// <exception cref="AdminException">A batch cannot be read.</exception>
    public static IReadOnlyList<ConsumedRecord> Read(TopicPartition partition, in ReadOnlySequence<byte> records, ref long position)
    {
        if (MessageSetUpConverter.IsMessageSet(records.FirstSpan))
            throw new AdminException($"partition {partition} holds messages of a format before Kafka 0.11 at offset {position}, which are not read here");
        var found = new List<ConsumedRecord>();
        foreach (var batch in RecordBatches.Enumerate(records))
        {
            if (!batch.Header.IsControl)
                ReadBatch(partition, batch, position, found);
            position = Math.Max(position, batch.Header.NextOffset);
        }

        return found;
    }

    private static void ReadBatch(TopicPartition partition, in RecordBatches.Entry batch, long position, List<ConsumedRecord> found)
    {
        try
        {
            var octets = batch.Memory;
            if (Crc32C.Compute(octets.Span[ChecksummedFrom..]) != batch.Header.Crc)
                throw new InvalidRecordException("its checksum is wrong");
            using var decoded = DecodedRecords.Open(octets, LargestDecodedBatch);
            for (var reader = decoded.Read(); reader.Read();)
            {
                if (reader.Offset >= position)
                    found.Add(ConsumedRecord.From(partition.Partition, batch.Header.TimestampType, reader));
            }
        }
        catch (Exception damaged) when (damaged is
            InvalidRecordException or MalformedCompressionException or DecompressionLimitException or UnsupportedCompressionException)
        {
            throw new AdminException($"partition {partition}: the batch at offset {batch.Header.BaseOffset} cannot be read: {damaged.Message}", damaged);
        }
    }
}
