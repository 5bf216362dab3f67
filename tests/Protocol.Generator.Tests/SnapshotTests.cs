using System.Runtime.CompilerServices;

namespace KafkaGateway.Protocol.Generator.Tests;

/// <summary>
/// The generated text, line by line. After a wanted change run the tests once with ACCEPT_SNAPSHOTS=1 and review what changed in Snapshots.
/// </summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData("Everything.kafka", "Everything.Everything.g.cs")]
    [InlineData("00-Produce.kafka", "00-Produce.ProduceRequest.g.cs")]
    [InlineData("00-Produce.kafka", "00-Produce.ProduceResponse.g.cs")]
    [InlineData("03-Metadata.kafka", "03-Metadata.MetadataRequest.g.cs")]
    [InlineData("18-ApiVersions.kafka", "18-ApiVersions.ApiVersionsResponse.g.cs")]
    [InlineData("47-OffsetDelete.kafka", "47-OffsetDelete.OffsetDeleteRequest.g.cs")]
    [InlineData("RequestHeader.kafka", "RequestHeader.RequestHeader.g.cs")]
    public void A_message_is_generated_as_verified(string schema, string source) =>
        Verify(source, GeneratorRun.Run(SchemaText.Load(schema)).Source(source));

    [Fact]
    public void The_register_is_generated_as_verified()
    {
        // The other way round, to see it sorted by api key.
        var result = GeneratorRun.Run(SchemaText.Load("47-OffsetDelete.kafka"), SchemaText.Load("RequestHeader.kafka"), SchemaText.Load("00-Produce.kafka"));
        Verify("KafkaApis.g.cs", result.Source("KafkaApis.g.cs"));
    }

    private static void Verify(string name, string text, [CallerFilePath] string thisFile = "")
    {
        var file = Path.Combine("Snapshots", name + ".verified.txt");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, file), text);
            return;
        }

        var verified = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
        Assert.Equal(verified, text);
    }
}
