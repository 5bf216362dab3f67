namespace KafkaGateway.Gateway.Connections;

/// <summary>One request as it came, without its size.</summary>
/// <param name="Octets">Never used again for another request.</param>
/// <param name="Share">What it holds of the node's memory for requests; null where it is too small to count.</param>
internal readonly record struct Frame(byte[] Octets, RequestShare? Share) : IDisposable
{
    public void Dispose() => Share?.Dispose();
}
