using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Legacy;

/// <summary>
/// Makes of the message set that Produce 0 to 2 carry one record batch of magic 2, with the messages in order, their timestamps (none in
/// magic 0) and the codec of the last compressed message. It refuses what Kafka refuses; the limits of a topic are for
/// <see cref="BatchValidator"/>, which the batch goes through next.
/// </summary>
public static class MessageSetUpConverter
{
    /// <summary>Whether a records blob is a message set and no record batch, by the magic of its first entry.</summary>
    public static bool IsMessageSet(ReadOnlySpan<byte> blob) =>
        blob.Length > MessageLayout.Magic && blob[MessageLayout.Magic] < RecordBatchLayout.CurrentMagic;

    /// <summary>Converts a message set.</summary>
    /// <param name="messageSet">The records field of one partition.</param>
    /// <param name="limit">The most octets that its compressed messages may take when decoded.</param>
    public static UpConversion Convert(ReadOnlyMemory<byte> messageSet, long limit)
    {
        try
        {
            using var builder = new RecordBatchBuilder();
            AppendAll(builder, messageSet, limit);
            return builder.Count == 0
                ? Refuse(ErrorCode.InvalidRecord, "The message set holds no messages")
                : new UpConversion { Batch = builder.Build() };
        }
        catch (CorruptMessageException e)
        {
            return Refuse(ErrorCode.CorruptMessage, e.Message);
        }
        catch (InvalidRecordException e)
        {
            return Refuse(ErrorCode.InvalidRecord, e.Message);
        }
        catch (MalformedCompressionException e)
        {
            return Refuse(ErrorCode.InvalidRecord, $"A message cannot be decompressed: {e.Message}");
        }
        catch (DecompressionLimitException e)
        {
            return Refuse(ErrorCode.MessageTooLarge, e.Message);
        }
        catch (UnsupportedCompressionException e)
        {
            return Refuse(ErrorCode.UnsupportedCompressionType, e.Message);
        }
        catch (InvalidTimestampException e)
        {
            return Refuse(ErrorCode.InvalidTimestamp, e.Message);
        }
    }

    private static void AppendAll(RecordBatchBuilder builder, ReadOnlyMemory<byte> messageSet, long limit)
    {
        var reader = new MessageSetReader(messageSet.Span);
        while (reader.Read())
        {
            if (reader.TimestampType == TimestampType.LogAppendTime)
                throw new InvalidTimestampException();
            if (reader.Compression == CompressionType.None)
            {
                Append(builder, reader);
                continue;
            }

            builder.Compression = reader.Compression;
            var codec = CompressionCodecs.GetForMessageSet(reader.Compression, reader.Magic);
            var compressed = messageSet[reader.ValueRange];
            using var decoder = codec.Decode(compressed, limit);
            using var inner = Decompression.ToBuffer(decoder, compressed.Length, limit);
            limit -= inner.Length;
            AppendInner(builder, inner.Written, reader.Magic);
        }
    }

    private static void AppendInner(RecordBatchBuilder builder, ReadOnlySpan<byte> messages, byte magic)
    {
        var reader = new MessageSetReader(messages);
        while (reader.Read())
        {
            if (reader.Magic != magic)
                throw new InvalidRecordException($"A message of magic {reader.Magic} lies inside a compressed one of magic {magic}");
            if (reader.Compression != CompressionType.None)
                throw new InvalidRecordException("A compressed message lies inside a compressed message");
            Append(builder, reader);
        }
    }

    private static void Append(RecordBatchBuilder builder, scoped in MessageSetReader reader) =>
        builder.AppendEncoded(builder.Count, reader.Timestamp, reader.Key, reader.Value, 0, default);

    private static UpConversion Refuse(ErrorCode code, string message) => new() { Batch = [], Fault = new BatchFault(code, message) };

    private sealed class InvalidTimestampException() : Exception("A producer may not set the timestamp type to LogAppendTime");
}
