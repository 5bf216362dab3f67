using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Produce;

/// <summary>What batches are recognised by when they are sent again; -1 for a producer that has no id.</summary>
internal readonly record struct ProducerIdentity(long Id, short Epoch)
{
    public static readonly ProducerIdentity None = new(-1, -1);

    public bool IsNone => Id < 0;

    /// <summary>Asks for an id.</summary>
    public static async Task<ProducerIdentity> AcquireAsync(KafkaClient client, CancellationToken cancellationToken)
    {
        var response = await client.RetryAsync(
            async () =>
            {
                var answer = await client.CallAnyAsync<InitProducerIdResponse>(
                    new InitProducerIdRequest { TransactionalId = null, ProducerId = -1, ProducerEpoch = -1 }, cancellationToken);
                BrokerErrorException.ThrowIfFailed(answer.ErrorCode, "producer id");
                return answer;
            },
            cancellationToken);
        return new ProducerIdentity(response.ProducerId, response.ProducerEpoch);
    }
}
