using System.Buffers;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Legacy;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Gateway.Producing;

/// <summary>Makes one record batch of magic 2 of what a produce request carries for a partition.</summary>
internal static class ProducedRecords
{
    private const short FirstWithBatches = 3;
    private const short FirstWithZstd = 7;

    // The guard against decompression bombs that the partition applies to batches too.
    private const long DecodedLimit = BatchRules.DefaultMaxDecompressedBytes;

    /// <summary>The batch, which the partition checks, or why there is none.</summary>
    public static (ReadOnlyMemory<byte> Batch, BatchFault? Fault) Read(ReadOnlySequence<byte>? records, short version)
    {
        if (records is not { Length: > 0 } sent)
        {
            return (default, new BatchFault(ErrorCode.InvalidRecord, "A produce request must hold one record batch a partition"));
        }

        var bytes = sent.IsSingleSegment ? sent.First : sent.ToArray();
        if (version < FirstWithBatches)
        {
            var converted = MessageSetUpConverter.Convert(bytes, DecodedLimit);
            return (converted.Batch, converted.Fault);
        }

        return version < FirstWithZstd && RecordBatchHeader.TryRead(bytes.Span, out var header) && header.Compression == CompressionType.Zstd
            ? (default, new BatchFault(ErrorCode.UnsupportedCompressionType, "Produce requests below version 7 must not use ZStandard compression"))
            : (bytes, null);
    }
}
