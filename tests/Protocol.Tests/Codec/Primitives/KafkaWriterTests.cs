using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Tests.Codec.Primitives;

public sealed class KafkaWriterTests
{
    private static readonly byte[] Large = [.. Enumerable.Range(0, KafkaWriter.ReferenceThreshold).Select(i => (byte)i)];

    [Fact]
    public void Large_records_are_pieces_of_their_own_between_slices_of_the_buffer()
    {
        using var writer = new KafkaWriter(16);
        writer.WriteInt16(1);
        writer.WriteRecords(new ReadOnlySequence<byte>(Large), compact: false);
        writer.WriteRecords(new ReadOnlySequence<byte>(Large), compact: false);
        writer.WriteInt8(2);

        var pieces = writer.GetPieces();
        Assert.Equal([6, Large.Length, 4, Large.Length, 1], pieces.Select(p => p.Length));
        Assert.True(pieces[1].Span == Large);
        Assert.Equal(pieces.Sum(p => p.Length), writer.Length);
        Assert.Equal([0, 1, 0, 0, 0x20, 0, .. Large, 0, 0, 0x20, 0, .. Large, 2], writer.ToArray());
    }

    [Fact]
    public void Small_records_are_copied()
    {
        using var writer = new KafkaWriter();
        var small = Large.AsMemory(1).ToArray();
        writer.WriteRecords(new ReadOnlySequence<byte>(small), compact: false);
        small.AsSpan().Clear();
        var piece = Assert.Single(writer.GetPieces());
        Assert.Equal(Large.AsSpan(1), piece.Span[4..]);
    }

    [Fact]
    public void Records_of_many_segments_are_written_in_order()
    {
        using var writer = new KafkaWriter();
        var last = new Segment(Large, new Segment(new byte[] { 1, 2, 3 }, null));
        var sequence = new ReadOnlySequence<byte>(last.First, 0, last, Large.Length);
        writer.WriteRecords(sequence, compact: true);
        Assert.Equal([0x84, 0x40, 1, 2, 3, .. Large], writer.ToArray());
    }

    [Fact]
    public void A_frame_is_preceded_by_its_size_with_what_is_referred_to()
    {
        using var writer = new KafkaWriter();
        writer.WriteInt8(9);
        var frame = writer.BeginFrame();
        writer.WriteBytes(Large, compact: false);
        writer.WriteInt8(1);
        writer.EndFrame(frame);
        Assert.Equal(Large.Length + 5, BinaryPrimitives.ReadInt32BigEndian(writer.ToArray().AsSpan(1)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16384, 3)]
    public void A_tagged_field_is_moved_behind_its_size(int length, int sizeOctets)
    {
        using var writer = new KafkaWriter(16);
        var content = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var tag = writer.BeginTag(5);
        writer.WriteRaw(content);
        writer.EndTag(tag);
        writer.WriteInt8(-1);
        var octets = writer.ToArray();
        Assert.Equal(5, octets[0]);
        Assert.Equal(sizeOctets, Varint.ReadUnsigned(octets.AsSpan(1), out uint size));
        Assert.Equal((uint)length, size);
        Assert.Equal([.. content, 0xFF], octets[(1 + sizeOctets)..]);
    }

    [Fact]
    public void Tagged_fields_nest_around_memory_that_is_referred_to()
    {
        using var writer = new KafkaWriter(16);
        writer.WriteBytes(Large, compact: false);
        var outer = writer.BeginTag(1);
        var inner = writer.BeginTag(2);
        writer.WriteBytes(Large, compact: false);
        writer.EndTag(inner);
        writer.WriteInt8(3);
        writer.EndTag(outer);
        Assert.Equal([0, 0, 0x20, 0, .. Large, 1, 0x88, 0x40, 2, 0x84, 0x40, 0, 0, 0x20, 0, .. Large, 3], writer.ToArray());
    }

    [Fact]
    public void A_reset_writer_begins_anew()
    {
        using var writer = new KafkaWriter(16);
        writer.WriteBytes(Large, compact: false);
        writer.WriteRaw(new byte[3_000_000]);
        writer.Reset();
        Assert.Equal(0, writer.Length);
        Assert.Empty(writer.GetPieces());
        writer.WriteInt16(7);
        Assert.Equal([0, 7], writer.ToArray());
    }

    [Fact]
    public void A_string_over_32767_octets_is_refused()
    {
        using var writer = new KafkaWriter();
        writer.WriteString(new string('a', 32767), compact: true);
        var error = Assert.Throws<ProtocolException>(() => writer.WriteString(new string('ä', 16384), compact: true, "Topic.Name"));
        Assert.Contains("Topic.Name", error.Message, StringComparison.Ordinal);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            First = before?.First ?? this;
            if (before is null)
                return;
            before.Next = this;
            RunningIndex = before.RunningIndex + before.Memory.Length;
        }

        public Segment First { get; }
    }
}
