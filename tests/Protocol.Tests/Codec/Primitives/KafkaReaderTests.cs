namespace KafkaGateway.Protocol.Tests.Codec.Primitives;

public sealed class KafkaReaderTests
{
    [Fact]
    public void Bytes_are_slices_of_the_frame()
    {
        byte[] frame = [3, 0xAA, 0xBB, 0xCC];
        var reader = new KafkaReader(frame);
        var bytes = reader.ReadBytes(compact: true);
        Assert.True(bytes.Span == frame.AsSpan(1, 2));
        Assert.Equal(1, reader.Remaining);
    }

    [Fact]
    public void Any_octet_but_0_is_true()
    {
        var reader = new KafkaReader(new byte[] { 0, 1, 2, 0xFF });
        Assert.Equal([false, true, true, true], [reader.ReadBool(), reader.ReadBool(), reader.ReadBool(), reader.ReadBool()]);
    }

    [Fact]
    public void An_error_code_without_a_name_is_kept()
    {
        var reader = new KafkaReader(new byte[] { 0x7F, 0xFF });
        Assert.Equal((ErrorCode)short.MaxValue, reader.ReadErrorCode());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void Octets_that_are_not_there_cannot_be_skipped(int length) => Assert.Throws<ProtocolException>(() =>
    {
        var reader = new KafkaReader(new byte[4]);
        reader.Skip(length);
    });
}
