using KafkaGateway.Contracts.Storage;
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
    protected override async ValueTask<InitProducerIdResponse?> HandleAsync(InitProducerIdRequest request, RequestContext context)
    {
        if (request.TransactionalId is not null)
        {
            return Refuse(ErrorCode.TransactionalIdAuthorizationFailed);
        }

        try
        {
            return new InitProducerIdResponse { ProducerId = await services.Actors.ProducerIds.AllocateAsync(1, context.Aborted) };
        }
        catch (StorageException)
        {
            // Of the retriable errors this is the one that producers do not look for a transaction coordinator after.
            return Refuse(ErrorCode.CoordinatorLoadInProgress);
        }
    }

    private static InitProducerIdResponse Refuse(ErrorCode error) => new() { ErrorCode = error, ProducerId = -1, ProducerEpoch = -1 };
}
