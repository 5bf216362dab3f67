using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Protocol;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>Metrics and traces as a collector gets them. A process pushes what it still has when it stops.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class OtlpTests
{
    private const string Topic = "traced-orders";

    [Fact]
    public async Task A_request_is_one_trace_from_the_socket_through_the_grain_to_the_disk()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await ProduceAsync(collector, "1", connections: 1, batches: 1);

        var append = Assert.Single(collector.Spans, IsAppend);
        var trace = collector.Spans.Where(span => span.TraceId == append.TraceId).ToList();
        var produce = Assert.Single(trace, span => span.ParentId == "");
        Assert.Equal((KafkaTraces.SourceName, "Produce"), (produce.Scope, produce.Name));
        Assert.Contains(trace, span => span.Scope.StartsWith("Microsoft.Orleans", StringComparison.Ordinal));
        var fsync = Assert.Single(trace, span => span.Name == "fsync");
        Assert.Equal([append.SpanId, produce.SpanId], Ancestors(trace, fsync).Where(id => id == append.SpanId || id == produce.SpanId));
    }

    [Fact]
    public async Task On_SeaweedMQ_it_goes_to_the_broker_and_back()
    {
        await using var weed = await StandInSeaweed.StartAsync();
        await using var collector = await OtlpCollector.StartAsync();
        await ProduceAsync(collector, "1", connections: 1, batches: 1, ("record.storage", "seaweedmq"), ("seaweedmq.masters", weed.MasterAddress));

        var append = Assert.Single(collector.Spans, IsAppend);
        var publish = Assert.Single(collector.Spans, span => span.Name == "seaweedmq publish" && span.TraceId == append.TraceId);
        Assert.Equal((append.SpanId, Topic), (publish.ParentId, publish.Topic));
    }

    [Fact]
    public async Task Requests_of_a_busy_partition_do_not_end_up_in_each_others_traces()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await ProduceAsync(collector, "1", connections: 10, batches: 5);

        var traces = collector.Spans.Where(IsAppend).CountBy(span => span.TraceId).ToDictionary();
        Assert.Equal(50, traces.Count);
        Assert.All(traces.Values, appends => Assert.Equal(1, appends));
        Assert.All(
            collector.Spans.Where(span => traces.ContainsKey(span.TraceId)).GroupBy(span => span.TraceId),
            trace => Assert.Single(trace, span => span.ParentId == ""));
    }

    [Fact]
    public async Task A_commit_is_one_trace_from_a_gateway_through_a_silo_to_PostgreSQL()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var settings = new Dictionary<string, string> { ["otlp.endpoint"] = collector.Address, ["traces.sample.ratio"] = "1" };
        await using (var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1, settings))
        {
            await using var client = await WireClient.ConnectAsync(cluster.Gateways[0].KafkaAddress);
            await client.CreateTopicAsync(Topic, 1);
            Assert.Equal(ErrorCode.None, await client.CommitAsync("traced-readers", Topic, offset: 1));
        }

        var commit = Assert.Single(collector.Spans, span => span.Name == "OffsetCommit");
        var trace = collector.Spans.Where(span => span.TraceId == commit.TraceId).ToList();
        var call = Assert.Single(trace, span => span.ParentId == commit.SpanId);
        Assert.StartsWith("Microsoft.Orleans", call.Scope, StringComparison.Ordinal);
        Assert.Contains(trace, span => span.Scope == "Npgsql" && Ancestors(trace, span).Contains(call.SpanId));
    }

    [Fact]
    public async Task Metrics_are_pushed_too_and_no_trace_where_none_are_sampled()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await ProduceAsync(collector, "0", connections: 1, batches: 1);

        Assert.Contains("kafka.request.duration", collector.Metrics.Keys);
        Assert.Contains(collector.Metrics.Keys, name => name.StartsWith("orleans-", StringComparison.Ordinal));
        Assert.Empty(collector.Spans);
    }

    private static async Task ProduceAsync(OtlpCollector collector, string ratio, int connections, int batches, params (string, string)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("kafka-gateway-traced-");
        try
        {
            await using var node = await ClusterNode.StartAsync(
                ProcessRole.All, "traced", [("otlp.endpoint", collector.Address), ("traces.sample.ratio", ratio), ("log.dirs", folder.FullName), .. settings]);
            await using (var client = await WireClient.ConnectAsync(node.KafkaAddress))
                await client.CreateTopicAsync(Topic, 1);
            await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ProduceAsync(node.KafkaAddress, batches)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ProduceAsync(string address, int batches)
    {
        await using var client = await WireClient.ConnectAsync(address);
        for (var i = 0; i < batches; i++)
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync(Topic, TestBatches.Of("a"))).ErrorCode);
    }

    private static bool IsAppend(PushedSpan span) => span.Name == "append" && span.Topic == Topic;

    private static IEnumerable<string> Ancestors(List<PushedSpan> spans, PushedSpan span)
    {
        for (var at = span; at is not null; at = spans.Find(parent => parent.SpanId == at.ParentId))
            yield return at.ParentId;
    }
}
