using KafkaGateway.Actors.Offsets;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// A group from the moment its owner loads it to the moment it gives it up: runs its steps and does what they ask for. A failure that leaves
/// the owner in doubt ends this object, never the group: the next call loads it anew.
/// </summary>
internal sealed class OwnedGroup : IDisposable
{
    /// <summary>More than an owner can begin generations without storing one, so that its successor never gives out one of them again.</summary>
    private const int GenerationsPerOwner = 100;

    private readonly GroupPorts _ports;
    private readonly OwnedState _state;
    private readonly WakeUp _deadlines;
    private readonly WakeUp _retention;
    private Task? _loading;
    private Task? _claiming;
    private Task _storing = Task.CompletedTask;

    public OwnedGroup(string groupId, GroupPorts ports)
    {
        _ports = ports;
        _state = new(ports.States, groupId);
        _deadlines = new(ports.Turns, ports.Time, () => Run(_ => { }));
        _retention = new(ports.Turns, ports.Time, () => _ = ApplyRetentionAsync());
        Group = new(groupId);
        Offsets = new(groupId, ports.Offsets);
    }

    public ClassicGroup Group { get; private set; }

    public GroupOffsets Offsets { get; }

    public WaitingCalls Calls { get; } = new();

    /// <summary>Given up: a new object has to be made for the next call.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Whether there is such a group, loaded and owned.</summary>
    public bool Exists { get; private set; }

    /// <summary>Whether forgetting this object loses nothing.</summary>
    public bool HoldsNothing => IsReleased || (!Exists && _claiming is null && _loading is null or { IsCompleted: true });

    private long NowMs => _ports.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task EnsureLoadedAsync() => _loading is null or { IsFaulted: true } ? _loading = LoadAsync() : _loading;

    /// <summary>Makes the group exist.</summary>
    public Task EnsureCreatedAsync() =>
        Exists ? Task.CompletedTask
        : _claiming is null or { IsFaulted: true } ? _claiming = ClaimAsync(new ConsumerGroupState())
        : _claiming;

    /// <summary>Runs one step and then what is due, delivers answers, starts writes.</summary>
    public T Run<T>(Func<GroupTurn, T> step)
    {
        var turn = new GroupTurn(Group, _ports.Settings, NowMs, _ports.NewId, _ports.Logger);
        var result = step(turn);
        Deadlines.RunDue(turn);
        turn.Replies.ForEach(Calls.Answer);
        foreach (var write in turn.Writes)
            _storing = StoreAsync(write);
        if (Group.State is not GroupState.Dead)
            _deadlines.EnsureBy(Group.WakeAtMs);
        return result;
    }

    public void Run(Action<GroupTurn> step) => Run(turn =>
    {
        step(turn);
        return true;
    });

    /// <summary>Completes when what was asked to be stored until now is stored or has failed.</summary>
    public Task StoredAsync() => _storing;

    /// <summary>Deletes offsets and state. Meanwhile the group is Dead, afterwards it is given up.</summary>
    public async Task DeleteAsync()
    {
        Run(turn => turn.Group.TransitionTo(GroupState.Dead, turn.NowMs));
        try
        {
            await Offsets.DeleteAllAsync();
            await _state.DeleteAsync();
        }
        finally
        {
            Release(ErrorCode.CoordinatorNotAvailable);
        }
    }

    /// <summary>What clients are told of a failure of storage. Where another owner is at work the group is given up.</summary>
    public ErrorCode Explain(Exception failure)
    {
        if (failure is not StateConflictException)
        {
            GroupLog.StoringFailed(_ports.Logger, Group.GroupId, failure);
            return ErrorCode.CoordinatorNotAvailable;
        }
        if (!IsReleased)
        {
            GroupLog.SteppedDown(_ports.Logger, Group.GroupId, failure);
            Release(ErrorCode.NotCoordinator);
            _ports.SteppedDown?.Invoke();
        }
        return ErrorCode.NotCoordinator;
    }

    /// <summary>Forgets expired offsets, and the group if nothing is left of it.</summary>
    public async Task ApplyRetentionAsync()
    {
        try
        {
            var committed = await Offsets.ReadAsync();
            var expired = OffsetExpiry.Expired(Group, committed, _ports.Settings.OffsetsRetentionMs, NowMs)
                .FindAll(change => !Offsets.IsChanging(change.Partition));
            if (expired.Count > 0)
            {
                await Offsets.WriteAsync(expired);
                GroupLog.OffsetsExpired(_ports.Logger, Group.GroupId, expired.Count);
            }
            if (Group is { State: GroupState.Empty, Members.Pending.Count: 0 } && committed.Count == 0 && Offsets.IsIdle)
                await DeleteAsync();
        }
        catch (Exception failure)
        {
            Explain(failure);
        }
        ScheduleRetention();
    }

    /// <summary>Gives the group up: waiting calls are answered, nothing is scheduled any more.</summary>
    public void Dispose() => Release(ErrorCode.NotCoordinator);

    private async Task LoadAsync()
    {
        if (await _state.ReadAsync() is not { } state)
            return;
        state.GenerationFloor = Math.Max(state.GenerationFloor, state.Generation) + GenerationsPerOwner;
        Group = GroupSnapshot.Restore(Group.GroupId, state);
        await ClaimAsync(state);
        Run(turn =>
        {
            foreach (var member in turn.Group.Members)
                turn.RestartSession(member);
            if (turn.Group.Members.Count > turn.Settings.MaxSize)
                Rebalancing.Prepare(turn, "it has more members than group.max.size");
        });
    }

    private async Task ClaimAsync(ConsumerGroupState state)
    {
        await _state.ClaimAsync(state, NowMs);
        await Offsets.LoadAsync(_state.OwnerEpoch);
        Exists = true;
        ScheduleRetention();
    }

    private async Task StoreAsync(GroupWrite write)
    {
        var error = ErrorCode.None;
        try
        {
            await _state.WriteAsync(write.State);
        }
        catch (Exception failure)
        {
            error = Explain(failure);
        }
        Run(turn => write.Settle(turn, error));
    }

    private void ScheduleRetention()
    {
        if (!IsReleased)
            _retention.EnsureBy(NowMs + _ports.Settings.OffsetsRetentionCheckIntervalMs);
    }

    private void Release(ErrorCode error)
    {
        if (IsReleased)
            return;
        IsReleased = true;
        Group.TransitionTo(GroupState.Dead, NowMs);
        Calls.FailAll(error);
        _deadlines.Dispose();
        _retention.Dispose();
    }
}
