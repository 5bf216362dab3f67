using KafkaGateway.Protocol;

namespace KafkaGateway.Actors;

/// <summary>Why something is refused, as it goes into an answer.</summary>
internal sealed record KafkaError(ErrorCode Code, string Message);
