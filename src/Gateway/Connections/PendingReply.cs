using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Connections;

/// <summary>A request that was started and whose answer has its place in the connection's order.</summary>
internal readonly record struct PendingReply(ServedRequest Request, ValueTask<IKafkaMessage?> Answer);

/// <summary>What of a request is needed to answer it.</summary>
/// <param name="CorrelationId">Comes back in the answer's header.</param>
/// <param name="ApiVersion">The version that the answer is written in.</param>
/// <param name="ResponseHeaderVersion">0 or 1.</param>
internal readonly record struct ServedRequest(int CorrelationId, short ApiVersion, short ResponseHeaderVersion);
