using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>What the broker asks of a filer. One in another process may fail with <see cref="RpcException"/>.</summary>
internal interface IFiler
{
    bool IsStopped { get; }

    /// <summary>Why nothing can be written, or null if it can as far as is known.</summary>
    string? WhyNoWrites { get; }

    /// <summary>Waits until it makes sense to try to write.</summary>
    Task WaitUntilWritableAsync(CancellationToken cancellation);

    Entry? Find(string path);

    List<Entry> List(string directory, string prefix = "", uint limit = 0);

    /// <summary>Creates or replaces an entry. Returns what is wrong, or nothing.</summary>
    string Put(string directory, Entry entry);

    /// <summary>Stores a chunk.</summary>
    /// <returns>Its id.</returns>
    string Store(ByteString data);

    /// <summary>What is in a file.</summary>
    byte[]? Read(string path);
}
