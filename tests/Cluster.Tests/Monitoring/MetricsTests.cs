using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>/metrics, as Prometheus reads it.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class MetricsTests : IAsyncLifetime, IDisposable
{
    private const string Topic = "measured-orders";
    private const string Group = "measured-readers";
    private readonly HttpClient _http = new();
    private ClusterNode _node = null!;
    private WireClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await ClusterNode.StartAsync(
            ProcessRole.All,
            "measured",
            [("operations.listen", "127.0.0.1:0"), ("operations.token", "t0k"), ("metrics.consumer.lag.interval.ms", "1000")],
            inMemory: true);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "t0k");
        _client = await WireClient.ConnectAsync(_node.KafkaAddress);
        await _client.CreateTopicAsync(Topic, 1);
        Assert.Equal(ErrorCode.None, (await _client.ProduceAsync(Topic, TestBatches.Of("a", "b", "c"))).ErrorCode);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _node.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task They_want_credentials()
    {
        _http.DefaultRequestHeaders.Authorization = null;
        using var response = await _http.GetAsync(Address);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Requests_are_counted_and_timed_by_api_and_version()
    {
        Assert.True(await SumAsync("kafka_request_duration_seconds_count", """api="Produce",""") > 0);
        Assert.True(await SumAsync("kafka_request_duration_seconds_count", """api="CreateTopics",""", "version=\"") > 0);
        Assert.True(await SumAsync("kafka_network_io_bytes_total", """direction="receive""") > 0);
        Assert.True(await SumAsync("kafka_network_io_bytes_total", """direction="transmit""") > 0);
        Assert.True(await SumAsync("kafka_connections ") + await SumAsync("kafka_connections{") > 0);
    }

    [Fact]
    public async Task Errors_are_counted_by_Kafkas_name_of_them()
    {
        string[] error = ["""api="Produce",""", """error="UNKNOWN_TOPIC_OR_PARTITION"""];
        var before = await SumAsync("kafka_request_errors_total", error);
        await _client.ProduceAsync(Topic, TestBatches.Of("d"), partition: 7);
        Assert.Equal(before + 1, await SumAsync("kafka_request_errors_total", error));
    }

    [Fact]
    public async Task What_partitions_take_and_give_is_counted_by_topic()
    {
        var before = await SumAsync("kafka_partition_append_records_total", $"topic=\"{Topic}\"");
        await _client.ProduceAsync(Topic, TestBatches.Of("d", "e"));
        Assert.Equal(before + 2, await SumAsync("kafka_partition_append_records_total", $"topic=\"{Topic}\""));
        Assert.True(await SumAsync("kafka_partition_append_io_bytes_total", $"topic=\"{Topic}\"") > 0);
    }

    [Fact]
    public async Task Lag_is_there_without_an_exporter()
    {
        await CommitAsync(1);
        await Eventually.IsAsync(2, () => SumAsync("kafka_consumer_lag", $"group=\"{Group}\"", $"topic=\"{Topic}\"", "partition=\"0\""));
        Assert.True(await SumAsync("kafka_offset_commit_duration_seconds_count") > 0);
        await CommitAsync(3);
        await Eventually.IsAsync(0, () => SumAsync("kafka_consumer_lag", $"group=\"{Group}\""));
    }

    // OpenTelemetry would keep 2,000 series of it.
    [Fact]
    public async Task Lag_is_told_of_as_many_partitions_as_the_settings_say()
    {
        const int Partitions = 2_500;
        await _client.CreateTopicAsync("measured-widely", Partitions);
        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(ErrorCode.None, (await _client.ProduceAsync("measured-widely", TestBatches.Of("a"), partition)).ErrorCode);
        foreach (var partition in Enumerable.Range(0, Partitions))
            Assert.Equal(ErrorCode.None, await _client.CommitAsync("measured-widely", "measured-widely", offset: 0, partition));
        await Eventually.IsAsync(Partitions, () => SumAsync("kafka_consumer_lag", "group=\"measured-widely\""));
        Assert.DoesNotContain("otel_metric_overflow", await ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actors_and_groups_are_counted()
    {
        await CommitAsync(1);
        Assert.True(await SumAsync("kafka_actors", """kind="partition""") > 0);
        Assert.True(await SumAsync("kafka_groups", """state="Empty""") > 0);
        Assert.Equal(0, await SumAsync("kafka_storage_fallback"));
    }

    [Fact]
    public async Task Orleans_own_are_there_too() => Assert.Contains("orleans_", await ReadAsync(), StringComparison.Ordinal);

    private Uri Address => new(_node.OperationsAddress, "/metrics");

    private Task<string> ReadAsync() => _http.GetStringAsync(Address);

    // Of all series of that name with these labels. Other tests of this process are measured too, under other names.
    private async Task<long> SumAsync(string name, params string[] labels) => (await ReadAsync())
        .Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => (long)double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    private async Task CommitAsync(long offset) => Assert.Equal(ErrorCode.None, await _client.CommitAsync(Group, Topic, offset));
}
