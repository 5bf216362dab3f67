namespace KafkaGateway.Gateway.Dispatch;

/// <summary>One line of the table of what is served.</summary>
/// <param name="Key">The API key.</param>
/// <param name="Name">Kafka's name of it.</param>
/// <param name="MinVersion">The lowest version served.</param>
/// <param name="MaxVersion">The highest version served.</param>
/// <param name="Create">Makes the handler.</param>
/// <param name="Pipelined">
/// Requests of this API on one connection may be under way together, started in order. All others wait for the answer to the one before
/// them, as in Kafka.
/// </param>
internal sealed record ServedApi(
    short Key, string Name, short MinVersion, short MaxVersion, Func<GatewayServices, IApi> Create, bool Pipelined = false)
{
    public bool Serves(short version) => version >= MinVersion && version <= MaxVersion;
}
