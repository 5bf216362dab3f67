using System.Buffers.Binary;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Tests.Records;

public class BatchValidatorTests
{
    [Fact]
    public void A_sound_batch_passes_and_its_greatest_timestamp_is_found()
    {
        var verdict = Validate(Batches.Colourful());
        Assert.Null(verdict.Fault);
        Assert.Equal((Batches.Now + 5, 1), (verdict.MaxTimestamp, verdict.MaxTimestampOffsetDelta));
        Assert.Equal(5, verdict.Header.RecordCount);
        Assert.Equal(verdict.Header.SizeInBytes - 61, verdict.RecordBytes);
    }

    [Fact]
    public void A_false_greatest_timestamp_in_the_header_is_found_out()
    {
        var batch = Batches.With(Batches.Simple(3), bytes => BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(35), 5));
        var verdict = Validate(batch);
        Assert.Null(verdict.Fault);
        Assert.Equal((5L, Batches.Now + 2), (verdict.Header.MaxTimestamp, verdict.MaxTimestamp));
    }

    [Fact]
    public void A_blob_must_hold_exactly_one_whole_batch()
    {
        var batch = Batches.Simple(2);
        Refused(ErrorCode.InvalidRecord, []);
        Refused(ErrorCode.InvalidRecord, batch[..^1]);
        Refused(ErrorCode.InvalidRecord, [.. batch, .. batch]);
        Refused(ErrorCode.InvalidRecord, [.. batch, 0]);
        Refused(ErrorCode.CorruptMessage, batch[..40]);
    }

    [Theory]
    [InlineData(8, -1, ErrorCode.CorruptMessage)]
    [InlineData(8, 48, ErrorCode.CorruptMessage)]
    [InlineData(8, int.MaxValue, ErrorCode.InvalidRecord)]
    [InlineData(8, int.MinValue, ErrorCode.CorruptMessage)]
    [InlineData(23, 2, ErrorCode.InvalidRecord)]
    [InlineData(23, -1, ErrorCode.InvalidRecord)]
    [InlineData(57, 0, ErrorCode.InvalidRecord)]
    [InlineData(57, -5, ErrorCode.InvalidRecord)]
    [InlineData(57, 3, ErrorCode.InvalidRecord)]
    [InlineData(57, int.MaxValue, ErrorCode.InvalidRecord)]
    public void Lengths_and_counts_that_disagree_are_refused(int position, int value, ErrorCode expected) =>
        Refused(expected, Batches.With(Batches.Simple(2), bytes => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(position), value)));

    [Fact]
    public void A_batch_without_records_is_refused()
    {
        using var builder = new RecordBatchBuilder();
        Refused(ErrorCode.InvalidRecord, builder.Build());
    }

    [Fact]
    public void A_count_and_a_last_delta_that_agree_but_lie_are_refused()
    {
        foreach (var count in (int[])[1, 3, int.MaxValue])
        {
            Refused(ErrorCode.InvalidRecord, Batches.With(Batches.Simple(2), bytes =>
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(57), count);
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(23), count - 1);
            }));
        }
    }

    [Fact]
    public void Any_flipped_bit_under_the_checksum_is_found()
    {
        var batch = Batches.Simple(2);
        for (var at = 17; at < batch.Length; at++)
        {
            batch[at] ^= 0x10;
            Refused(ErrorCode.CorruptMessage, batch);
            batch[at] ^= 0x10;
        }
    }

    [Fact]
    public void Other_magics_are_refused()
    {
        foreach (var magic in (byte[])[0, 1, 3, 255])
            Refused(ErrorCode.InvalidRecord, Batches.With(Batches.Simple(1), bytes => bytes[16] = magic));
    }

    [Fact]
    public void A_base_offset_other_than_0_is_refused() =>
        Refused(ErrorCode.InvalidRecord, Batches.With(Batches.Simple(1), bytes => RecordBatchPatch.BaseOffset(bytes, 1)));

    [Fact]
    public void Clients_may_not_write_control_records()
    {
        using var builder = new RecordBatchBuilder { IsControl = true };
        builder.Append(Batches.Now, new byte[4], new byte[6]);
        Refused(ErrorCode.InvalidRecord, builder.Build());
    }

    [Fact]
    public void An_idempotent_producer_needs_a_sequence_and_a_transactional_one_an_id()
    {
        using var withoutSequence = new RecordBatchBuilder { ProducerId = 1, ProducerEpoch = 0 };
        withoutSequence.Append(Batches.Now, null, null);
        Refused(ErrorCode.InvalidRecord, withoutSequence.Build());
        using var withoutId = new RecordBatchBuilder { IsTransactional = true };
        withoutId.Append(Batches.Now, null, null);
        Refused(ErrorCode.InvalidRecord, withoutId.Build());
    }

    [Fact]
    public void A_producer_may_not_set_append_time() =>
        Refused(ErrorCode.InvalidTimestamp, Batches.With(Batches.Simple(1), bytes => bytes[22] |= 8));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_codec_that_nobody_knows_is_unsupported(byte codec) =>
        Refused(ErrorCode.UnsupportedCompressionType, Batches.With(Batches.Simple(1), bytes => bytes[22] |= codec));

    [Fact]
    public void A_batch_above_the_size_limit_is_too_large()
    {
        var batch = Batches.Simple(10);
        Assert.Null(Validate(batch, new BatchRules { MaxBatchBytes = batch.Length }).Fault);
        Refused(ErrorCode.MessageTooLarge, batch, new BatchRules { MaxBatchBytes = batch.Length - 1 });
    }

    [Fact]
    public void Offset_deltas_must_count_up_from_0()
    {
        using var builder = new RecordBatchBuilder();
        builder.AppendEncoded(0, Batches.Now, OptionalBytes.Null, OptionalBytes.Null, 0, default);
        builder.AppendEncoded(0, Batches.Now, OptionalBytes.Null, OptionalBytes.Null, 0, default);
        var batch = Batches.With(builder.Build(), bytes => bytes[26] = 1);
        Assert.Equal(1, Assert.Single(Refused(ErrorCode.InvalidRecord, batch).Records).BatchIndex);
    }

    [Fact]
    public void Timestamps_outside_the_limits_are_told_record_by_record()
    {
        using var builder = new RecordBatchBuilder();
        foreach (var shift in (int[])[0, -1_001, 501, -1_000, 500])
            builder.Append(Batches.Now + shift, null, null);
        builder.Append(-1, null, null);
        var batch = builder.Build();
        var rules = new BatchRules { TimestampBeforeMaxMs = 1_000, TimestampAfterMaxMs = 500 };
        Assert.Equal([1, 2], Refused(ErrorCode.InvalidTimestamp, batch, rules).Records.Select(record => record.BatchIndex));
        Assert.Null(Validate(batch, rules with { TimestampType = TimestampType.LogAppendTime }).Fault);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Absurd_timestamps_do_not_slip_past_the_limits_by_overflow(long timestamp)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(timestamp, null, null);
        var rules = new BatchRules { TimestampBeforeMaxMs = 1_000, TimestampAfterMaxMs = 1_000 };
        Refused(ErrorCode.InvalidTimestamp, builder.Build(), rules);
    }

    [Fact]
    public void A_compacted_topic_takes_no_record_without_a_key()
    {
        var rules = Batches.Lenient with { KeyRequired = true };
        Assert.Equal([0, 4], Refused(ErrorCode.InvalidRecord, Batches.Colourful(), rules).Records.Select(record => record.BatchIndex));
    }

    [Fact]
    public void The_list_of_bad_records_is_bounded()
    {
        var rules = Batches.Lenient with { TimestampAfterMaxMs = 0 };
        var fault = BatchValidator.Validate(Batches.Simple(10_000), rules, 0).Fault;
        Assert.Equal(100, fault!.Records.Count);
    }

    [Fact]
    public void Header_validation_trusts_the_records_but_not_the_checksum()
    {
        var rules = Batches.Lenient with { Validation = BatchValidation.Header };
        var batch = Batches.With(Batches.Simple(2), bytes => bytes[70] ^= 0xFF);
        var verdict = Validate(batch, rules);
        Assert.Null(verdict.Fault);
        Assert.Equal((Batches.Now + 1, 1), (verdict.MaxTimestamp, verdict.MaxTimestampOffsetDelta));
        batch[70] ^= 0xFF;
        Refused(ErrorCode.CorruptMessage, batch, rules);
        Refused(ErrorCode.InvalidTimestamp, Batches.Simple(2), rules with { TimestampBeforeMaxMs = 0 }, Batches.Now + 100);
    }

    private static BatchVerdict Validate(byte[] batch, BatchRules? rules = null) =>
        BatchValidator.Validate(batch, rules ?? Batches.Lenient, Batches.Now);

    private static BatchFault Refused(ErrorCode expected, byte[] batch, BatchRules? rules = null, long now = Batches.Now)
    {
        var fault = BatchValidator.Validate(batch, rules ?? Batches.Lenient, now).Fault;
        Assert.NotNull(fault);
        Assert.Equal(expected, fault.ErrorCode);
        return fault;
    }
}
