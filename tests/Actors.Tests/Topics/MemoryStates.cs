using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Tests.Topics;

/// <summary>A state store in memory that can be told to fail.</summary>
internal sealed class MemoryStates : IStateStore
{
    private readonly Dictionary<(string Kind, string Key), StoredState> _states = [];

    /// <summary>How many writes and deletes succeeded.</summary>
    public int Changes { get; private set; }

    /// <summary>Called before each write or delete; may throw.</summary>
    public Action<string, string>? BeforeChange { get; set; }

    /// <summary>Lets other turns run before each call completes.</summary>
    public bool IsSlow { get; set; }

    public async ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken)
    {
        var state = _states.GetValueOrDefault((kind, key));
        await PauseAsync();
        return state;
    }

    public async ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken)
    {
        await PauseAsync();
        Check(kind, key, expectedVersion);
        _states[(kind, key)] = new StoredState(key, value, expectedVersion + 1);
        return expectedVersion + 1;
    }

    public async ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        await PauseAsync();
        Check(kind, key, expectedVersion);
        _states.Remove((kind, key));
    }

    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var state in _states.Where(state => state.Key.Kind == kind).Select(state => state.Value).ToList())
        {
            yield return state;
        }
    }

    private async ValueTask PauseAsync()
    {
        for (var turn = 0; IsSlow && turn < 3; turn++)
        {
            await Task.Yield();
        }
    }

    private void Check(string kind, string key, long expectedVersion)
    {
        BeforeChange?.Invoke(kind, key);
        var version = _states.GetValueOrDefault((kind, key))?.Version ?? 0;
        if (version != expectedVersion)
        {
            throw new StateConflictException($"{kind} {key} is at {version}, not {expectedVersion}");
        }

        Changes++;
    }
}
