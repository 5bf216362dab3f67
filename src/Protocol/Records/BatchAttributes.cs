using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>The bits of a batch's attributes.</summary>
internal static class BatchAttributes
{
    public const int CodecMask = 0x07;
    public const int LogAppendTime = 0x08;
    public const int Transactional = 0x10;
    public const int Control = 0x20;
    public const int DeleteHorizon = 0x40;

    public static short Compose(CompressionType codec, TimestampType timestamps, bool transactional, bool control) =>
        (short)((int)codec
            | (timestamps == TimestampType.LogAppendTime ? LogAppendTime : 0)
            | (transactional ? Transactional : 0)
            | (control ? Control : 0));

    public static short WithCodec(short attributes, CompressionType codec) => (short)((attributes & ~CodecMask) | (int)codec);
}
