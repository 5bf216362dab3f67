using System.Diagnostics;
using System.Globalization;
using KafkaGateway.Protocol;

namespace KafkaGateway.Contracts.Telemetry;

/// <summary>
/// The spans of a request on its way to the disk, with OpenTelemetry's names for messaging. Orleans adds one for each call between processes, Npgsql one for
/// each statement. They cost nothing while nobody listens.
/// </summary>
public static class KafkaTraces
{
    /// <summary>The source that all of them belong to.</summary>
    public const string SourceName = "KafkaGateway";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>A client's request, from its start to its answer written; the root of a trace. To be started when the request is.</summary>
    public static Activity? CreateRequest(string api, short version, string clientId)
    {
        var request = s_source.CreateActivity(api, ActivityKind.Server);
        if (request is not { IsAllDataRequested: true })
            return request;
        return request
            .SetTag("messaging.system", "kafka")
            .SetTag("messaging.client.id", clientId)
            .SetTag("kafka.api", api)
            .SetTag("kafka.api.version", version);
    }

    /// <summary>Ends a request; the first error that its answer holds is that of the span.</summary>
    public static void EndRequest(Activity request, IReadOnlyList<ErrorCode> errors)
    {
        if (errors.Count > 0)
            request.SetTag("error.type", errors[0].Name()).SetStatus(ActivityStatusCode.Error);
        request.Stop();
    }

    /// <summary>Ends a request that is not answered.</summary>
    public static void EndRequest(Activity request, Exception reason)
    {
        request.SetTag("error.type", reason.GetType().Name).SetStatus(ActivityStatusCode.Error, reason.Message);
        request.Stop();
    }

    /// <summary>Where this code is in a trace, as W3C's traceparent; null where it is in none that is recorded.</summary>
    public static string? Here => Activity.Current is { Recorded: true } here ? here.Id : null;

    /// <summary>A batch's way into its partition, from arrival to acknowledgement.</summary>
    /// <param name="topic">The partition's topic.</param>
    /// <param name="partition">Its number there.</param>
    /// <param name="request">Where the batch's request is in its trace. The call that brought it may be another's, who had batches for the partition at that time.</param>
    public static Activity? StartAppend(string topic, int partition, string? request)
    {
        if (!ActivityContext.TryParse(request, traceState: null, isRemote: true, out var parent))
            return null;
        if (Activity.Current is { } here && here.TraceId == parent.TraceId)
            parent = here.Context;
        return OnPartition(s_source.StartActivity("append", ActivityKind.Internal, parent), topic, partition);
    }

    /// <summary>A read of a partition's log, without the wait for records that are not there yet.</summary>
    public static Activity? StartRead(string topic, int partition) => OnPartition(StartPart("read", ActivityKind.Internal), topic, partition);

    /// <summary>Batches to the SeaweedMQ broker and its acknowledgement.</summary>
    public static Activity? StartPublish(string topic, int partition) => OnPartition(StartPart("seaweedmq publish", ActivityKind.Client), topic, partition);

    /// <summary>An fsync of a local log.</summary>
    public static Activity? StartFlush() => StartPart("fsync", ActivityKind.Internal);

    // What no request asked for is the root of no trace.
    private static Activity? StartPart(string what, ActivityKind kind) => Activity.Current is null ? null : s_source.StartActivity(what, kind);

    private static Activity? OnPartition(Activity? span, string topic, int partition) => span?
        .SetTag("messaging.destination.name", topic)
        .SetTag("messaging.destination.partition.id", partition.ToString(CultureInfo.InvariantCulture));
}
