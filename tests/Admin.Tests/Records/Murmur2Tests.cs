using System.Text;
using KafkaGateway.Admin.Produce;

namespace KafkaGateway.Admin.Tests.Records;

public sealed class Murmur2Tests
{
    // What Java's producer gives for these keys.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("abc", 479470107)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    public void Keys_have_the_hashes_that_Java_gives_them(string key, int expected) =>
        Assert.Equal(expected, unchecked((int)Murmur2.Hash(Encoding.UTF8.GetBytes(key))));
}
