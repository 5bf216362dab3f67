namespace KafkaGateway.Admin.Client;

/// <summary>A broker could not be reached, went away, or did not answer in time.</summary>
internal sealed class ConnectionFailedException(BrokerAddress address, string why, Exception? cause = null)
    : AdminException($"broker {address}: {why}", cause)
{
    public string Why => why;

    public override bool IsTransient => true;
}
