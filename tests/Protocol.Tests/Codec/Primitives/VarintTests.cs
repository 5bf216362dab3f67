namespace KafkaGateway.Protocol.Tests.Codec.Primitives;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(127UL, "7F")]
    [InlineData(128UL, "8001")]
    [InlineData(16383UL, "FF7F")]
    [InlineData(16384UL, "808001")]
    [InlineData(uint.MaxValue, "FFFFFFFF0F")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void Unsigned_numbers_have_these_octets(ulong value, string octets)
    {
        var target = new byte[Varint.MaxSize64];
        var size = Varint.WriteUnsigned(target, value);
        Assert.Equal(octets, Convert.ToHexString(target.AsSpan(0, size)));
        Assert.Equal(size, Varint.SizeOfUnsigned(value));
        Assert.Equal(size, Varint.ReadUnsigned(target, out ulong back));
        Assert.Equal(value, back);
        if (value <= uint.MaxValue)
        {
            Assert.Equal(size, Varint.ReadUnsigned(target, out uint narrow));
            Assert.Equal(value, narrow);
        }
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(int.MaxValue, "FEFFFFFF0F")]
    [InlineData(int.MinValue, "FFFFFFFF0F")]
    public void Zigzag_numbers_have_these_octets(int value, string octets)
    {
        var target = new byte[Varint.MaxSize64];
        var size = Varint.Write(target, value);
        Assert.Equal(octets, Convert.ToHexString(target.AsSpan(0, size)));
        Assert.Equal(size, Varint.SizeOf(value));
        Assert.Equal(size, Varint.Read(target, out int back));
        Assert.Equal(value, back);
        Assert.Equal(size, Varint.Write(target, (long)value));
        Assert.Equal(size, Varint.Read(target, out long wide));
        Assert.Equal(value, wide);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void The_longest_varlong_has_ten_octets(long value)
    {
        var target = new byte[Varint.MaxSize64];
        Assert.Equal(10, Varint.Write(target, value));
        Assert.Equal(10, Varint.SizeOf(value));
        Assert.Equal(10, Varint.Read(target, out long back));
        Assert.Equal(value, back);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("80808080")]
    [InlineData("FFFFFFFF10")]
    [InlineData("FFFFFFFFFF01")]
    [InlineData("808080808000")]
    public void What_is_cut_off_or_over_32_bits_is_no_number(string octets)
    {
        Assert.Equal(0, Varint.ReadUnsigned(Convert.FromHexString(octets), out uint value));
        Assert.Equal(0U, value);
        Assert.Equal(0, Varint.Read(Convert.FromHexString(octets), out int _));
    }

    [Theory]
    [InlineData("808080808080808080")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("8080808080808080808000")]
    public void What_is_cut_off_or_over_64_bits_is_no_number(string octets)
    {
        Assert.Equal(0, Varint.ReadUnsigned(Convert.FromHexString(octets), out ulong value));
        Assert.Equal(0UL, value);
    }

    [Fact]
    public void Padding_within_five_octets_is_accepted_as_Kafka_does()
    {
        Assert.Equal(5, Varint.ReadUnsigned([0x81, 0x80, 0x80, 0x80, 0x00], out uint value));
        Assert.Equal(1U, value);
    }
}
