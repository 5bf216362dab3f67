using System.Diagnostics;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Connections;

/// <summary>A request that was started and whose answer has its place in the connection's order.</summary>
internal readonly record struct PendingReply(ServedRequest Request, ValueTask<IKafkaMessage?> Answer);

/// <summary>What of a request is needed to answer it.</summary>
/// <param name="Api">What was asked for.</param>
/// <param name="CorrelationId">Comes back in the answer's header.</param>
/// <param name="ApiVersion">The version that the answer is written in.</param>
/// <param name="ResponseHeaderVersion">0 or 1.</param>
/// <param name="StartedAt">When it was read, as Stopwatch tells it.</param>
/// <param name="Trace">Its trace, where it has one.</param>
internal readonly record struct ServedRequest(
    ServedApi Api, int CorrelationId, short ApiVersion, short ResponseHeaderVersion, long StartedAt, Activity? Trace);
