namespace KafkaGateway.Contracts.Configuration;

/// <summary>One setting given at start.</summary>
/// <param name="Name">Kafka's name of it.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="Origin">Where it was given, for messages: "the command line", "appsettings.json"; null for code.</param>
public readonly record struct SettingInput(string Name, string Value, string? Origin = null);
