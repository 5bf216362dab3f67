using System.Runtime.InteropServices;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
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

    /// <exception cref="BatchRefusedException">The topic's codec needs a library that is missing, or the batch cannot be re-encoded.</exception>
    public static PreparedBatch Prepare(ReadOnlyMemory<byte> sent, in BatchVerdict verdict, TopicSettings settings, BatchRules rules, long nowMs)
    {
        var bytes = MemoryMarshal.AsMemory(settings.CompressionType == KeepProducersCodec
            ? sent
            : Recompress(sent, settings, rules));
        var (type, timestamp) = settings.UsesLogAppendTime
            ? (TimestampType.LogAppendTime, nowMs)
            : (TimestampType.CreateTime, verdict.MaxTimestamp);
        RecordBatchPatch.Timestamps(bytes.Span, type, timestamp);
        return new PreparedBatch(bytes, timestamp);
    }

    // With batch.validation=header nobody has decoded the records before.
    private static ReadOnlyMemory<byte> Recompress(ReadOnlyMemory<byte> sent, TopicSettings settings, BatchRules rules)
    {
        try
        {
            var bytes = BatchRecompressor.Recompress(sent, Codec(settings), settings.CompressionLevel, rules.MaxDecompressedBytes);
            return bytes.Length <= rules.MaxBatchBytes ? bytes : throw new BatchRefusedException(
                ErrorCode.MessageTooLarge, $"The re-encoded batch has {bytes.Length} bytes, more than max.message.bytes {rules.MaxBatchBytes}");
        }
        catch (UnsupportedCompressionException unsupported)
        {
            throw new BatchRefusedException(ErrorCode.UnsupportedCompressionType, unsupported.Message);
        }
        catch (DecompressionLimitException bomb)
        {
            throw new BatchRefusedException(ErrorCode.MessageTooLarge, bomb.Message);
        }
        catch (Exception malformed) when (malformed is MalformedCompressionException or InvalidRecordException)
        {
            throw new BatchRefusedException(ErrorCode.InvalidRecord, malformed.Message);
        }
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

/// <summary>A batch cannot be kept in the form that the topic's settings demand.</summary>
internal sealed class BatchRefusedException(ErrorCode errorCode, string message) : Exception(message)
{
    public ErrorCode ErrorCode => errorCode;
}
