using System.Buffers;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Legacy;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Gateway.Fetching;

/// <summary>Brings what was read into the form that older versions of Fetch understand.</summary>
internal static class OlderFormats
{
    private const short FirstWithMagic1 = 2;
    private const short FirstWithMagic2 = 4;
    private const short FirstWithZstd = 10;

    // What the broker accepts from producers is bounded the same way.
    private const long DecodedLimit = BatchRules.DefaultMaxDecompressedBytes;

    /// <summary>Converts the records of an answer, or says with UNSUPPORTED_COMPRESSION_TYPE that it cannot be done.</summary>
    public static void Adapt(FetchResponse.PartitionData answer, short version, long fetchOffset)
    {
        if (version >= FirstWithZstd || answer.Records is not { Length: > 0 } records)
        {
            return;
        }

        try
        {
            if (version < FirstWithMagic2)
            {
                var magic = (byte)(version >= FirstWithMagic1 ? 1 : 0);
                answer.Records = new(BatchDownConverter.Convert(records, magic, fetchOffset, DecodedLimit));
            }
            else if (HasZstd(records))
            {
                Refuse(answer);
            }
        }
        catch (UnsupportedCompressionException)
        {
            Refuse(answer);
        }
    }

    private static bool HasZstd(in ReadOnlySequence<byte> records)
    {
        foreach (var batch in RecordBatches.Enumerate(records))
        {
            if (batch.Header.Compression == CompressionType.Zstd)
            {
                return true;
            }
        }

        return false;
    }

    private static void Refuse(FetchResponse.PartitionData answer)
    {
        answer.ErrorCode = ErrorCode.UnsupportedCompressionType;
        answer.Records = ReadOnlySequence<byte>.Empty;
    }
}
