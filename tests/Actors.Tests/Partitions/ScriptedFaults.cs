using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Actors.Tests.Partitions;

/// <summary>Storage that waits or fails exactly when a test tells it to.</summary>
internal sealed class ScriptedFaults : IFaults
{
    private readonly Dictionary<StorageCall, TaskCompletionSource> _held = [];
    private readonly HashSet<(StorageCall Call, bool AfterApplying)> _failing = [];

    /// <summary>Every call that has arrived, in order.</summary>
    public List<StorageCall> Seen { get; } = [];

    public int Count(StorageCall call) => Seen.Count(seen => seen == call);

    /// <summary>Calls of this kind wait, before they are applied, until they are let go.</summary>
    public void Hold(StorageCall call) => _held[call] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those that wait go on, later ones wait again where <paramref name="holdOn"/> says so.</summary>
    public void LetGo(StorageCall call, bool holdOn = false)
    {
        _held.Remove(call, out var held);
        if (holdOn)
            Hold(call);
        held!.SetResult();
    }

    /// <summary>The next call of this kind fails.</summary>
    public void FailNext(StorageCall call, bool afterApplying = false) => _failing.Add((call, afterApplying));

    public async ValueTask BeforeAsync(StorageCall call, string target, CancellationToken cancellationToken)
    {
        Seen.Add(call);
        if (_held.TryGetValue(call, out var held))
            await held.Task;
        FailWhereTold(call, afterApplying: false);
    }

    public ValueTask AfterAsync(StorageCall call, string target, CancellationToken cancellationToken)
    {
        FailWhereTold(call, afterApplying: true);
        return default;
    }

    private void FailWhereTold(StorageCall call, bool afterApplying)
    {
        if (_failing.Remove((call, afterApplying)))
            throw new StorageException($"scripted: {call} fails");
    }
}
