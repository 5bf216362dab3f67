using KafkaGateway.OperationsPage.Serving;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>Where one kind of data is asked for.</summary>
internal interface IDataEndpoint<T>
{
    /// <exception cref="RefusedException">There is no answer, and why.</exception>
    Task<T> GetAsync(PageQuery query, CancellationToken cancellationToken);
}
