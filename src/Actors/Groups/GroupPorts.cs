using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Groups;

/// <summary>What a host gives a consumer group to live on.</summary>
public sealed record GroupPorts
{
    /// <summary>How groups behave.</summary>
    public required GroupSettings Settings { get; init; }

    /// <summary>Where membership is kept.</summary>
    public required IStateStore States { get; init; }

    /// <summary>Where committed offsets are kept.</summary>
    public required IOffsetStore Offsets { get; init; }

    /// <summary>Asked for partition counts where the group has to assign by itself.</summary>
    public required ITopicCatalog Catalog { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Runs later turns of this group.</summary>
    public required ITurnScheduler Turns { get; init; }

    /// <summary>New ids for members; unpredictable to clients in production.</summary>
    public required Func<Guid> NewId { get; init; }

    /// <summary>What happens to the group is said here.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>
    /// Called when another owner turned out to have written the group. Calls that waited have been answered NOT_COORDINATOR by then, and the next
    /// call would load the group again; a host that knows of a better owner drops this actor instead.
    /// </summary>
    public Action? SteppedDown { get; init; }
}
