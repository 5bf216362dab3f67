namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>What owners keep to. The first is a choice; without one of the others promises are broken, which shows that the simulation notices it.</summary>
/// <param name="FlushesToDisk">Whether a flush waits for the broker's disk, or believes its memory.</param>
/// <param name="SendsAgain">Whether an owner sends again what the broker lost.</param>
/// <param name="HeedsBarriers">Whether what comes behind the barrier of a later owner is left out.</param>
/// <param name="DropsLostSnapshots">Whether a snapshot of what the disk does not hold is thrown away before others write there.</param>
internal sealed record BrokerRules(bool FlushesToDisk, bool SendsAgain = true, bool HeedsBarriers = true, bool DropsLostSnapshots = true);
