namespace KafkaGateway.Admin.Client;

/// <summary>None of the brokers that are known can be reached.</summary>
/// <param name="failures">Each of them, with why.</param>
/// <param name="wasReached">Whether one has been reached before: the cluster may be restarting, and the addresses were right.</param>
internal sealed class NoBrokerException(IEnumerable<(BrokerAddress Address, string Why)> failures, bool wasReached)
    : AdminException($"cannot reach a broker: {string.Join(", ", failures.Select(failure => $"{failure.Address} ({failure.Why})"))}")
{
    public override bool IsTransient => wasReached;
}
