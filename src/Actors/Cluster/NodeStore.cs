using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Cluster;

/// <summary>The nodes as they are stored, and the version under which the next write must find them.</summary>
internal sealed class NodeStore(IStateStore store)
{
    private const string Kind = "nodes";
    private const string Key = "cluster";

    private long _version;

    public bool IsLoaded { get; private set; }

    /// <summary>The nodes, null where none has ever come. A value is never changed, only replaced.</summary>
    public NodesState? Current { get; private set; }

    /// <summary>Reads what is stored unless that is known; says whether it had to.</summary>
    public async ValueTask<bool> LoadAsync()
    {
        if (IsLoaded)
            return false;
        var stored = await store.ReadAsync(Kind, Key, CancellationToken.None);
        Current = stored is null ? null : StateCodec.Decode<NodesState>(stored.Value);
        _version = stored?.Version ?? 0;
        return IsLoaded = true;
    }

    public void Forget() => IsLoaded = false;

    /// <summary>Changes what is known without storing it.</summary>
    public void Replace(NodesState next) => Current = next;

    public async ValueTask WriteAsync(NodesState next)
    {
        _version = await store.WriteAsync(Kind, Key, StateCodec.Encode(next), _version, CancellationToken.None);
        Current = next;
    }

    /// <summary>Stores what is known.</summary>
    public async ValueTask SaveAsync() =>
        _version = await store.WriteAsync(Kind, Key, StateCodec.Encode(Current!), _version, CancellationToken.None);
}
