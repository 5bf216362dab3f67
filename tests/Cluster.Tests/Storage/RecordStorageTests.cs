using System.Globalization;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Cluster.Tests.Monitoring;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Shared;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Storage;

/// <summary>Where a silo keeps records, by its settings.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class RecordStorageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-gateway-storage-");
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Auto_falls_back_to_files_where_no_SeaweedMQ_answers_works_there_and_says_so_where_it_cannot_be_missed()
    {
        await using var node = await StartAsync(
            ("record.storage", "auto"), ("record.storage.auto.ms", "1000"), ("seaweedmq.masters", Nobody), ("operations.authentication", "none"));
        await using (var client = await WireClient.ConnectAsync(node.KafkaAddress))
        {
            await client.CreateTopicAsync("t");
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync("t", TestBatches.Of("kept"))).ErrorCode);
        }

        Assert.Contains("instead of on SeaweedMQ", await _http.GetStringAsync(new Uri(node.OperationsAddress, "/health/ready")), StringComparison.Ordinal);
        var fallback = (await _http.GetStringAsync(new Uri(node.OperationsAddress, "/metrics"))).Split('\n')
            .Where(line => line.StartsWith("kafka_storage_fallback", StringComparison.Ordinal))
            .Max(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(1, fallback);
    }

    [Theory]
    [InlineData("record.storage", "seaweedmq", "seaweedmq.masters")]
    [InlineData("record.storage", "auto", "seaweedmq.masters")]
    [InlineData("seaweedmq.masters", "not an address", "not an address")]
    [InlineData("seaweedmq.brokers", "127.0.0.1:17777", "seaweedmq.filer")]
    public async Task Settings_that_name_no_place_are_refused_and_say_what_is_missing(string name, string value, string named)
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(("record.storage", "seaweedmq"), (name, value)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private static string Nobody => $"127.0.0.1:{FreePort.Next()}";

    private Task<ClusterNode> StartAsync(params (string, string)[] settings) => ClusterNode.StartAsync(
        ProcessRole.All, "storage", [("log.dirs", _folder.FullName), ("operations.listen", "127.0.0.1:0"), .. settings]);
}
