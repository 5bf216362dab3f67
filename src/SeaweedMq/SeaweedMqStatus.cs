namespace KafkaGateway.SeaweedMq;

/// <summary>How this process's logs on SeaweedMQ do.</summary>
/// <param name="OpenLogs">How many are open.</param>
/// <param name="BrokenStreams">How many of them have no stream to a broker now; what they are given waits.</param>
/// <param name="UndurableBytes">What is lost if this process and the brokers end at once.</param>
public sealed record SeaweedMqStatus(int OpenLogs, int BrokenStreams, long UndurableBytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"{OpenLogs} logs open, {BrokenStreams} without a stream, {UndurableBytes} bytes not on the disk yet";
}
