namespace KafkaGateway.Contracts.Configuration;

/// <summary>A broker's setting that stands in where a topic does not set its own.</summary>
/// <param name="Broker">The broker's setting.</param>
/// <param name="Factor">How many of the topic setting's unit make one of the broker setting's: 60,000 where minutes become ms.</param>
public sealed record BrokerSynonym(ConfigDefinition Broker, long Factor = 1)
{
    // Values below 0 mean "no limit" in any unit.
    internal object? Convert(object? value) => value is int number && Factor != 1 ? (number < 0 ? number : number * Factor) : value;
}
