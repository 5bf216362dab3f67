using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Gives an idempotent producer its id (KIP-98). Transactional ids are refused.
/// <para>
/// Versions: 2 is flexible; 3 brings the producer's current id and epoch, which matter to transactions only (KIP-360); 4 and 5 change
/// nothing but errors that clients understand.
/// </para>
/// </summary>
internal sealed class InitProducerId(GatewayServices services) : Api<InitProducerIdRequest, InitProducerIdResponse>
{
    protected override async ValueTask<InitProducerIdResponse?> HandleAsync(InitProducerIdRequest request, RequestContext context) =>
        request.TransactionalId is null
            ? new InitProducerIdResponse { ProducerId = await services.Actors.ProducerIds.AllocateAsync(1, context.Aborted) }
            : new InitProducerIdResponse { ErrorCode = ErrorCode.TransactionalIdAuthorizationFailed, ProducerEpoch = -1 };
}
