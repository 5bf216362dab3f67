using KafkaGateway.Protocol;

namespace KafkaGateway.Shared.Load;

/// <summary>The errors after which clients of every kind try again without telling anybody.</summary>
internal static class Retriable
{
    public static bool Is(ErrorCode error) => error is ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderOrFollower or ErrorCode.RequestTimedOut
        or ErrorCode.NetworkException or ErrorCode.CoordinatorLoadInProgress or ErrorCode.CoordinatorNotAvailable or ErrorCode.NotCoordinator
        or ErrorCode.KafkaStorageError;
}
