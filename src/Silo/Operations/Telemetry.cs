using System.Reflection;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace KafkaGateway.Silo.Operations;

/// <summary>What is measured in this process, ours and Orleans' own, to be told on the operations port and pushed where the settings say.</summary>
internal static class Telemetry
{
    private const string ServiceName = "kafka-gateway";
    private static readonly string[] s_meters = [KafkaMetrics.MeterName, "Microsoft.Orleans", "Npgsql", "System.Runtime"];

    public static void Add(WebApplicationBuilder builder, BrokerSettings settings, string nodeName)
    {
        var version = typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: version, serviceInstanceId: nodeName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(s_meters).AddView(InBuckets).AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
                if (settings.Get(BrokerConfigs.OtlpEndpoint) is { } endpoint)
                    metrics.AddOtlpExporter(exporter => (exporter.Endpoint, exporter.Protocol) = (new Uri(endpoint), OtlpExportProtocol.Grpc));
            });
    }

    private static MetricStreamConfiguration? InBuckets(System.Diagnostics.Metrics.Instrument instrument) =>
        instrument is System.Diagnostics.Metrics.Histogram<double> { Unit: "s", Meter.Name: KafkaMetrics.MeterName }
            ? new ExplicitBucketHistogramConfiguration { Boundaries = [.. KafkaMetrics.DurationBuckets] }
            : null;
}
