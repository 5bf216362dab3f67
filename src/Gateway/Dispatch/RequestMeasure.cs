using System.Diagnostics;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>Measures a request: how long it took to answer, and the errors in the answer. Ends its trace.</summary>
internal static class RequestMeasure
{
    public static void Answered(in ServedRequest request, IReadOnlyList<ErrorCode> errors)
    {
        if (request.Trace is { } trace)
            KafkaTraces.EndRequest(trace, errors);
        if (KafkaMetrics.RequestDuration.Enabled)
        {
            KafkaMetrics.RequestDuration.Record(
                Stopwatch.GetElapsedTime(request.StartedAt).TotalSeconds, new("api", request.Api.Name), new("version", request.ApiVersion));
        }

        if (!KafkaMetrics.RequestErrors.Enabled)
            return;
        foreach (var error in errors)
            KafkaMetrics.RequestErrors.Add(1, new("api", request.Api.Name), new("error", error.Name()));
    }
}
