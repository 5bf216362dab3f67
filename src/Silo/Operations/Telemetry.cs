using System.Diagnostics.Metrics;
using System.Reflection;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KafkaGateway.Silo.Operations;

/// <summary>What is measured and traced in this process, ours and Orleans' own: metrics are told on the operations port, and both pushed where the settings say.</summary>
internal static class Telemetry
{
    private const string ServiceName = "kafka-gateway";
    private static readonly string[] s_meters = [KafkaMetrics.MeterName, "Microsoft.Orleans", "Npgsql", "System.Runtime"];
    private static readonly string[] s_sources = [KafkaTraces.SourceName, "Microsoft.Orleans.Application", "Microsoft.Orleans.Storage", "Npgsql"];

    /// <summary>Whether requests are traced, so that calls between processes must carry it.</summary>
    public static bool Traces(BrokerSettings settings) => settings.Get(BrokerConfigs.OtlpEndpoint) is not null && settings[BrokerConfigs.TracesSampleRatio] > 0;

    public static void Add(WebApplicationBuilder builder, BrokerSettings settings, string nodeName)
    {
        var version = typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: version, serviceInstanceId: nodeName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(s_meters).AddView(instrument => ViewOf(instrument, settings)).AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
                if (settings.Get(BrokerConfigs.OtlpEndpoint) is not null)
                    metrics.AddOtlpExporter(exporter => Push(exporter, settings));
            });
        if (!Traces(settings))
            return;
        telemetry.WithTracing(traces => traces
            .AddSource(s_sources)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings[BrokerConfigs.TracesSampleRatio])))
            .AddOtlpExporter(exporter => Push(exporter, settings)));
    }

    private static void Push(OtlpExporterOptions exporter, BrokerSettings settings) =>
        (exporter.Endpoint, exporter.Protocol) = (new Uri(settings.Get(BrokerConfigs.OtlpEndpoint)!), OtlpExportProtocol.Grpc);

    // By itself OpenTelemetry keeps 2,000 series of an instrument, and tells of the others together, as otel_metric_overflow.
    private static MetricStreamConfiguration? ViewOf(Instrument instrument, BrokerSettings settings) => instrument switch
    {
        not { Meter.Name: KafkaMetrics.MeterName } => null,
        { Name: KafkaMetrics.ConsumerLagName } => new MetricStreamConfiguration { CardinalityLimit = settings[BrokerConfigs.MetricsConsumerLagMax] + 1 },
        Histogram<double> { Unit: "s" } => new ExplicitBucketHistogramConfiguration { Boundaries = [.. KafkaMetrics.DurationBuckets] },
        Counter<long> => new MetricStreamConfiguration { CardinalityLimit = KafkaMetrics.MostTopics },
        _ => null,
    };
}
