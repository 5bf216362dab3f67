using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Protocol.Tests.Compression;

namespace KafkaGateway.Protocol.Tests.Records;

public class CompressedBatchTests
{
    private const long Limit = 10_000_000;

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void A_compressed_batch_reads_and_validates_like_a_plain_one(CompressionType codec)
    {
        var plain = Batches.Colourful();
        var compressed = Batches.Colourful(codec);
        Assert.Equal(codec, RecordBatchHeader.Read(compressed).Compression);
        Assert.Equal(Batches.Describe(plain), Batches.Describe(compressed));
        var verdict = BatchValidator.Validate(compressed, Batches.Lenient, Batches.Now);
        Assert.Null(verdict.Fault);
        Assert.Equal((Batches.Now + 5, 1), (verdict.MaxTimestamp, verdict.MaxTimestampOffsetDelta));
        Assert.Equal(plain.Length - 61, verdict.RecordBytes);
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void A_bomb_is_too_large_and_costs_little_memory(CompressionType codec)
    {
        using var builder = new RecordBatchBuilder { Compression = codec };
        builder.Append(Batches.Now, null, new byte[30_000_000]);
        var bomb = builder.Build();
        var rules = Batches.Lenient with { MaxDecompressedBytes = 1_000_000 };
        BatchValidator.Validate(bomb, rules, Batches.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorCode.MessageTooLarge, BatchValidator.Validate(bomb, rules, Batches.Now).Fault!.ErrorCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
        Assert.Null(BatchValidator.Validate(bomb, Batches.Lenient, Batches.Now).Fault);
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void A_body_that_cannot_be_decoded_is_refused_though_its_checksum_is_right(CompressionType codec)
    {
        var batch = Batches.With(Batches.Simple(100, codec), bytes => Array.Clear(bytes, 61, 20));
        Assert.Equal(ErrorCode.InvalidRecord, BatchValidator.Validate(batch, Batches.Lenient, Batches.Now).Fault!.ErrorCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1_000)]
    public void Records_are_scanned_alike_in_whatever_pieces_they_come(int size)
    {
        var batch = Batches.Colourful();
        using var pieces = new Pieces(batch.AsMemory(61), size);
        var inPieces = new RecordScanner(pieces, Limit);
        var whole = new RecordScanner(batch.AsSpan(61));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(whole.Read());
            Assert.True(inPieces.Read(), inPieces.Fault);
            Assert.Equal((whole.OffsetDelta, whole.TimestampDelta), (inPieces.OffsetDelta, inPieces.TimestampDelta));
            Assert.Equal(
                (whole.KeyLength, whole.ValueLength, whole.HeaderCount, whole.Consumed),
                (inPieces.KeyLength, inPieces.ValueLength, inPieces.HeaderCount, inPieces.Consumed));
        }

        Assert.True(inPieces.AtEnd());
    }

    [Fact]
    public void A_codec_that_cannot_be_had_makes_a_full_check_unsupported()
    {
        var batch = Batches.Simple(1);
        var header = RecordBatchHeader.Read(batch) with { Attributes = 5 };
        var verdict = RecordRules.Check(batch.AsMemory(61), header, Batches.Lenient, Batches.Now);
        Assert.Equal(ErrorCode.UnsupportedCompressionType, verdict.Fault!.ErrorCode);
    }

    [Theory]
    [MemberData(nameof(Codecs.AllTheory), MemberType = typeof(Codecs))]
    public void Records_left_over_after_the_last_one_are_refused(CompressionType codec)
    {
        var batch = Batches.With(Batches.Simple(2_000, codec), bytes =>
        {
            bytes[60]--;
            bytes[26]--;
        });
        Assert.Equal(ErrorCode.InvalidRecord, BatchValidator.Validate(batch, Batches.Lenient, Batches.Now).Fault!.ErrorCode);
    }

    [Fact]
    public void Another_codec_changes_neither_records_nor_header()
    {
        CompressionType[] codecs = [CompressionType.None, .. Codecs.All];
        foreach (var from in codecs)
        {
            using var builder = new RecordBatchBuilder
            {
                BaseOffset = 77, PartitionLeaderEpoch = 4, Compression = from, ProducerId = 5, ProducerEpoch = 6, BaseSequence = 7, IsTransactional = true,
            };
            Batches.AppendColourful(builder);
            var batch = builder.Build();
            var original = RecordBatchHeader.Read(batch);
            foreach (var to in codecs)
            {
                var changed = BatchRecompressor.Recompress(batch, to, null, Limit).ToArray();
                var header = RecordBatchHeader.Read(changed);
                Assert.Equal(Batches.Describe(batch), Batches.Describe(changed));
                Assert.Equal(to, header.Compression);
                Assert.Equal(changed.Length, header.SizeInBytes);
                Assert.Equal(Crc32C.Compute(changed.AsSpan(21)), header.Crc);
                Assert.Equal(original, header with { Crc = original.Crc, BatchLength = original.BatchLength, Attributes = original.Attributes });
            }
        }
    }

    [Fact]
    public void A_record_is_found_by_timestamp_in_every_codec()
    {
        foreach (var codec in (CompressionType[])[CompressionType.None, .. Codecs.All])
        {
            var batch = Batches.Colourful(codec);
            RecordBatchPatch.BaseOffset(batch, 100);
            Assert.Equal(new RecordPosition(100, Batches.Now), RecordSearch.FindByTimestamp(batch, Batches.Now - 100, 0, Limit));
            Assert.Equal(new RecordPosition(101, Batches.Now + 5), RecordSearch.FindByTimestamp(batch, Batches.Now + 1, 0, Limit));
            Assert.Equal(new RecordPosition(102, Batches.Now + 3), RecordSearch.FindByTimestamp(batch, Batches.Now + 1, 102, Limit));
            Assert.Null(RecordSearch.FindByTimestamp(batch, Batches.Now + 6, 0, Limit));
            Assert.Null(RecordSearch.FindByTimestamp(batch, 0, 105, Limit));
            Assert.Equal(new RecordPosition(101, Batches.Now + 5), RecordSearch.FindMaxTimestamp(batch, Limit));
            RecordBatchPatch.Timestamps(batch, TimestampType.LogAppendTime, Batches.Now + 9);
            Assert.Equal(new RecordPosition(100, Batches.Now + 9), RecordSearch.FindMaxTimestamp(batch, Limit));
        }
    }

    private sealed class Pieces(ReadOnlyMemory<byte> octets, int size) : BlockDecoder
    {
        private ReadOnlyMemory<byte> _rest = octets;

        public override ReadOnlySpan<byte> Next()
        {
            var piece = _rest[..Math.Min(size, _rest.Length)];
            _rest = _rest[piece.Length..];
            return piece.Span;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
