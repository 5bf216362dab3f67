using KafkaGateway.Protocol.Compression;
namespace KafkaGateway.Actors.Partitions;
internal static class BatchRecompressor { public static byte[] Recompress(ReadOnlyMemory<byte> b, CompressionType t, int level) => throw new NotSupportedException($"{b.Length}{t}{level}"); }
