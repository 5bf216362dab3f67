using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Contracts.Actors;

/// <summary>A partition as its host sees it. Disposing of it lets go of what it has open.</summary>
public interface IHostedPartition : IPartition, IAsyncDisposable
{
    /// <summary>Set when it can serve no longer and the host should open it anew.</summary>
    bool HasFailed { get; }

    /// <summary>How far it reaches, null where that cannot be said. May be asked from any thread.</summary>
    PartitionWatermark? Watermark { get; }
}
