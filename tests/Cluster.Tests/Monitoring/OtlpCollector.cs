using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>A span as it was pushed, ids in hexadecimal, and the topic that it is about where it is about one.</summary>
internal sealed record PushedSpan(string Scope, string TraceId, string SpanId, string ParentId, string Name, string? Topic);

/// <summary>What OpenTelemetry's collector does for its two gRPC services that are pushed to: takes all and keeps the names.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcHeaderBytes = 5;
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, PushedSpan> _spans = new();

    private OtlpCollector(WebApplication server) => _server = server;

    /// <summary>Each once: of several nodes in a test's process each pushes them all.</summary>
    public IReadOnlyCollection<PushedSpan> Spans => [.. _spans.Values];

    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    public string Address => _server.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var server = builder.Build();
        var collector = new OtlpCollector(server);
        server.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", context => TakeAsync(context, collector.TakeSpans));
        server.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", context => TakeAsync(context, collector.TakeMetrics));
        await server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task TakeAsync(HttpContext call, Action<ByteString> take)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body);
        take(ByteString.CopyFrom(body.ToArray().AsSpan(GrpcHeaderBytes)));
        call.Response.ContentType = "application/grpc";
        await call.Response.Body.WriteAsync(new byte[GrpcHeaderBytes]);
        call.Response.AppendTrailer("grpc-status", "0");
    }

    // Request { resource_spans = 1 { scope_spans = 2 { scope = 1 { name = 1 }, spans = 2 { trace_id = 1, span_id = 2, parent_span_id = 4, name = 5,
    // attributes = 9 { key = 1, value = 2 { string_value = 1 } } } } } }
    private void TakeSpans(ByteString request)
    {
        foreach (var scope in Fields(request, 1).SelectMany(resource => Fields(resource, 2)))
        {
            var name = Fields(scope, 1).SelectMany(named => Fields(named, 1)).Single().ToStringUtf8();
            foreach (var span in Fields(scope, 2))
            {
                var pushed = new PushedSpan(name, Hex(span, 1), Hex(span, 2), Hex(span, 4), Fields(span, 5).Single().ToStringUtf8(), TopicOf(span));
                _spans[pushed.SpanId] = pushed;
            }
        }
    }

    // Request { resource_metrics = 1 { scope_metrics = 2 { metrics = 2 { name = 1 } } } }
    private void TakeMetrics(ByteString request)
    {
        foreach (var metric in Fields(request, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)))
            Metrics[Fields(metric, 1).Single().ToStringUtf8()] = true;
    }

    private static string? TopicOf(ByteString span) => Fields(span, 9)
        .Where(attribute => Fields(attribute, 1).Single().ToStringUtf8() == "messaging.destination.name")
        .Select(attribute => Fields(Fields(attribute, 2).Single(), 1).Single().ToStringUtf8())
        .SingleOrDefault();

    private static string Hex(ByteString message, int field) => Convert.ToHexStringLower(Fields(message, field).SingleOrDefault(ByteString.Empty).Span);

    // The values of a field of bytes, text or messages.
    private static List<ByteString> Fields(ByteString message, int field)
    {
        var found = new List<ByteString>();
        var reader = message.CreateCodedInput();
        while (reader.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                found.Add(reader.ReadBytes());
            else
                reader.SkipLastField();
        }

        return found;
    }
}
