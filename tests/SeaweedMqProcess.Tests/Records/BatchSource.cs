using System.Security.Cryptography;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.SeaweedMqProcess.Tests.Records;

/// <summary>Batches of every size and content, the same from the same seed, and what is compared of them.</summary>
internal sealed class BatchSource(CompressionType compression, int seed)
{
    private const int BaseOffsetBytes = 8;
    private const int LeaderEpochAt = 12;
    private const int LeaderEpochBytes = 4;
    private const int MostRecords = 400;
    private const int MostValueBytes = 2_000;
    private const long Timestamp = 1_700_000_000_000;
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        using var builder = new RecordBatchBuilder { Compression = compression };
        for (var left = _random.Next(1, MostRecords); left > 0; left--)
            builder.Append(Timestamp + _random.Next(1000), Bytes(20), Bytes(MostValueBytes), [new("header", Bytes(10))]);
        return builder.Build();
    }

    /// <summary>The SHA-256 of a batch, without base offset and leader epoch, which a log gives it.</summary>
    public static string HashOf(ReadOnlySpan<byte> batch)
    {
        var masked = batch.ToArray();
        masked.AsSpan(0, BaseOffsetBytes).Clear();
        masked.AsSpan(LeaderEpochAt, LeaderEpochBytes).Clear();
        return Convert.ToHexString(SHA256.HashData(masked));
    }

    // Half of it noise, half of it not, so that codecs have something to do and something to fail at.
    private byte[] Bytes(int most)
    {
        var bytes = new byte[_random.Next(most)];
        _random.NextBytes(bytes.AsSpan(bytes.Length / 2));
        return bytes;
    }
}
