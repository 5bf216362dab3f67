namespace KafkaGateway.Grains.Interfaces;

/// <summary>What every silo is told by itself. Its key is the silo's address.</summary>
[Alias("kafka.silo")]
internal interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Lays what is set for brokers by now over the silo's settings, and tells its partitions.</summary>
    [ResponseTimeout("00:00:03")]
    ValueTask FollowSettingsAsync(CancellationToken cancellationToken);
}
