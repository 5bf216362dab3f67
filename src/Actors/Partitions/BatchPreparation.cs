using System.Runtime.InteropServices;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Actors.Partitions;

/// <summary>A batch that may be changed once more before it is immutable in the log.</summary>
/// <param name="Bytes">The batch.</param>
/// <param name="MaxTimestamp">The greatest timestamp of its records in ms, as the log keeps it.</param>
internal readonly record struct PreparedBatch(Memory<byte> Bytes, long MaxTimestamp);

/// <summary>What a topic's settings change in a sound batch: its codec and its timestamps. With the default settings nothing.</summary>
internal static class BatchPreparation
{
    private const string KeepProducersCodec = "producer";

    /// <exception cref="UnsupportedCompressionException">The topic's codec needs a library that is missing.</exception>
    public static PreparedBatch Prepare(ReadOnlyMemory<byte> sent, in BatchVerdict verdict, TopicSettings settings, BatchRules rules, long nowMs)
    {
        var bytes = MemoryMarshal.AsMemory(settings.CompressionType == KeepProducersCodec
            ? sent
            : BatchRecompressor.Recompress(sent, Codec(settings), settings.CompressionLevel, rules.MaxDecompressedBytes));
        var (type, timestamp) = settings.UsesLogAppendTime
            ? (TimestampType.LogAppendTime, nowMs)
            : (TimestampType.CreateTime, verdict.MaxTimestamp);
        RecordBatchPatch.Timestamps(bytes.Span, type, timestamp);
        return new PreparedBatch(bytes, timestamp);
    }

    private static CompressionType Codec(TopicSettings settings) => settings.CompressionType switch
    {
        "gzip" => CompressionType.Gzip,
        "snappy" => CompressionType.Snappy,
        "lz4" => CompressionType.Lz4,
        "zstd" => CompressionType.Zstd,
        _ => CompressionType.None,
    };
}
