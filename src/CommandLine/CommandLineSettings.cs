namespace KafkaGateway.CommandLine;

/// <summary>What the command line says.</summary>
/// <param name="Listen">--listen</param>
/// <param name="Advertise">--advertise</param>
/// <param name="Data">--data</param>
/// <param name="Storage">--storage, or --memory</param>
/// <param name="Set">--set, NAME=VALUE each</param>
public sealed record CommandLineSettings(string[] Listen, string[] Advertise, string? Data, string? Storage, string[] Set);
