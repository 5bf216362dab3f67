using System.Globalization;
using System.Text;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Protocol.Tests.Vectors;

namespace KafkaGateway.Protocol.Tests.Records;

/// <summary>Batches that kafka-python wrote.</summary>
public class RealBatchTests
{
    [Fact]
    public void Batches_of_another_client_pass_and_read_as_it_meant_them()
    {
        var seen = new List<CompressionType>();
        foreach (var (words, batch) in Vector.Load("batches.txt").Where(vector => vector.Words[0] == "2"))
        {
            var verdict = BatchValidator.Validate(batch, new BatchRules(), 1_600_000_000_000);
            Assert.Null(verdict.Fault);
            Assert.Equal(int.Parse(words[1], CultureInfo.InvariantCulture), (int)verdict.Header.Compression);
            Assert.Equal((1_600_000_000_123, 1), (verdict.MaxTimestamp, verdict.MaxTimestampOffsetDelta));
            Assert.Equal(Expected(headers: true, timestamps: true), Batches.Describe(batch));
            seen.Add(verdict.Header.Compression);
        }

        Assert.Equal(5, seen.Count);
    }

    /// <summary>The same as records() in make.py, as much of it as a message format keeps.</summary>
    internal static List<string> Expected(bool headers, bool timestamps)
    {
        string Timestamp(long timestamp) => timestamps ? timestamp.ToString(CultureInfo.InvariantCulture) : "-1";
        var lines = new List<string>
        {
            $"0 {Timestamp(1_600_000_000_000)} null [{Hex("no key")}]",
            $"1 {Timestamp(1_600_000_000_123)} [{Hex("key")}] null" + (headers ? $" [{Hex("header")}]=[{Hex("value")}] [{Hex("empty")}]=[]" : ""),
        };
        for (var i = 0; i < 30; i++)
        {
            var value = string.Concat(Enumerable.Repeat($"value {i} ", 20));
            lines.Add($"{i + 2} {Timestamp(1_600_000_000_050 + i)} [{Hex($"key {i}")}] [{Hex(value)}]");
        }

        return lines;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
