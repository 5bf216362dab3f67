using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Protocol.Tests.Codec;

public sealed class MalformedInputTests
{
    [Theory]
    [ClassData(typeof(MessageNames))]
    public void A_message_cut_off_anywhere_is_a_protocol_exception(string name)
    {
        foreach (var (message, version, octets) in Samples(name))
            for (var length = 0; length < octets.Length; length++)
                Assert.False(TryRead(message, octets.AsMemory(0, length), version), $"{name} v{version}, {length} of {octets.Length} octets");
    }

    [Theory]
    [ClassData(typeof(MessageNames))]
    public void A_mutated_message_is_read_or_is_a_protocol_exception_and_allocates_no_more_than_its_octets_warrant(string name)
    {
        foreach (var (message, version, octets) in Samples(name))
        {
            var random = new Random(version);
            for (var round = 0; round < 60; round++)
            {
                var mutant = Mutate(octets, random);
                var before = GC.GetAllocatedBytesForCurrentThread();
                TryRead(message, mutant, version);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated <= 64 * 1024 + 256L * mutant.Length, $"{name} v{version}: {allocated} octets for {mutant.Length}");
            }
        }
    }

    [Theory]
    [InlineData("7F FF FF FF")]
    [InlineData("80 00 00 00")]
    [InlineData("FF FF FF FF")]
    [InlineData("FF FF FF FE")]
    [InlineData("00 01 00 00")]
    public void An_array_count_that_the_octets_do_not_bear_out_allocates_nothing(string count) =>
        CheckRefused(new SaslHandshakeResponse(), 1, "00 00" + count + "00 01 61");

    [Theory]
    [InlineData("00", "null")]
    [InlineData("FF FF FF FF 0F", "-")]
    [InlineData("FF FF FF FF 07", "remain")]
    [InlineData("FF FF FF FF 1F", "varint")]
    [InlineData("80 80 80 80 80 00", "varint")]
    [InlineData("FF FF FF FF FF FF FF FF FF 01", "varint")]
    [InlineData("80", "varint")]
    public void A_compact_count_that_makes_no_sense_is_refused(string count, string what)
    {
        var message = CheckRefused(new DescribeTopicPartitionsRequest(), 0, count);
        Assert.Contains("DescribeTopicPartitionsRequest.Topics", message, StringComparison.Ordinal);
        if (what != "-")
            Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FF FF")]
    [InlineData("FF FE")]
    [InlineData("80 00")]
    [InlineData("00 04 61 62 63")]
    [InlineData("00 02 C3 28")]
    [InlineData("00 03 ED A0 80")]
    [InlineData("00 02 C0 80")]
    public void A_string_that_is_null_too_short_or_no_utf8_is_refused(string octets) => CheckRefused(new SaslHandshakeRequest(), 1, octets);

    [Fact]
    public void A_compact_string_is_no_longer_than_an_int16_could_say()
    {
        var octets = new byte[40_000];
        Varint.WriteUnsigned(octets, 32_769UL);
        Assert.False(TryRead(new ApiVersionsRequest(), octets, 3));
    }

    [Fact]
    public void Only_1_and_minus_1_mark_a_nullable_struct() => CheckRefused(new DescribeTopicPartitionsRequest(), 0, "01 00 00 07 D0 02 02 74 00 00 00 03 00 00");

    [Theory]
    [InlineData("02 | 05 00 | 05 00")]
    [InlineData("02 | 05 00 | 04 00")]
    [InlineData("01 | 05 03 | 00")]
    [InlineData("FF FF FF FF 0F")]
    [InlineData("01 | 05 FF FF FF FF 0F")]
    public void Tagged_fields_ascend_and_fit_into_the_frame(string section) => CheckRefused(new ResponseHeader(), 1, "00 00 00 01" + section);

    [Theory]
    [InlineData("00 | 04 | 03 61 62 63")]
    [InlineData("00 | 02 | 03 61 62 63")]
    public void A_known_tagged_field_fills_its_size_exactly(string tag) =>
        CheckRefused(new FetchRequest(), 12, "FF FF FF FF | 00 00 00 00 | 00 00 00 00 | 00 00 00 00 | 00 | 00 00 00 00 | 00 00 00 00 | 01 | 01 | 01 | 01" + tag + "00 00");

    [Fact]
    public void A_frame_holds_no_more_array_elements_than_the_limit_over_all_its_arrays()
    {
        var request = new MetadataRequest { Topics = [.. Enumerable.Range(0, 11).Select(_ => new MetadataRequest.MetadataRequestTopic())] };
        using var writer = new KafkaWriter();
        request.Write(writer, 12);
        var reader = new KafkaReader(writer.ToArray(), maxElements: 11);
        new MetadataRequest().Read(ref reader, 12);

        var nested = new ProduceRequest { TopicData = [new() { PartitionData = [new(), new()] }, new() { PartitionData = [new()] }] };
        writer.Reset();
        nested.Write(writer, 9);
        var error = Assert.Throws<ProtocolException>(() =>
        {
            var limited = new KafkaReader(writer.ToArray(), maxElements: 4);
            new ProduceRequest().Read(ref limited, 9);
        });
        Assert.Contains("limit of 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_says_which_field_and_which_octet()
    {
        var message = CheckRefused(new ProduceRequest(), 9, "00 | FF FF | 00 00 75 30 | 02 | 02 74 | 02 | 00 00 00 00 | 63 DE AD");
        Assert.Contains("PartitionProduceData.Records at octet 16 of 18", message, StringComparison.Ordinal);
    }

    private static string CheckRefused(IKafkaMessage message, short version, string octets)
    {
        var frame = Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal));
        TryRead(message, frame, version);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ProtocolException>(() =>
        {
            var reader = new KafkaReader(frame);
            message.Read(ref reader, version);
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        return error.Message;
    }

    private static IEnumerable<(IKafkaMessage Message, short Version, byte[] Octets)> Samples(string name)
    {
        var message = SchemaMessage.Find(name);
        foreach (var version in message.Versions)
        {
            // The smallest of some, for every prefix of it is tried.
            var octets = Enumerable.Range(0, 8)
                .Select(seed => new ReferenceEncoder(message, version, withUnknownTags: true).Encode(new RandomMessage(message, version, seed).Make()))
                .OrderBy(o => Math.Abs(o.Length - 250)).First();
            yield return (message.New(), version, octets);
        }
    }

    private static byte[] Mutate(byte[] octets, Random random)
    {
        var mutant = octets.ToArray();
        if (mutant.Length == 0)
            return mutant;
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var position = random.Next(mutant.Length);
            byte[] patch = random.Next(5) switch
            {
                0 => [(byte)random.Next(256)],
                1 => [0x7F, 0xFF, 0xFF, 0xFF],
                2 => [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
                3 => [0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
                _ => [(byte)(mutant[position] ^ (1 << random.Next(8)))],
            };
            patch.AsSpan(0, Math.Min(patch.Length, mutant.Length - position)).CopyTo(mutant.AsSpan(position));
        }

        return mutant;
    }

    private static bool TryRead(IKafkaMessage message, ReadOnlyMemory<byte> octets, short version)
    {
        try
        {
            var reader = new KafkaReader(octets);
            message.Read(ref reader, version);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
