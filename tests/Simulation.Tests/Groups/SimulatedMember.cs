using KafkaGateway.Protocol.Groups.Assignors;
using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Groups;

/// <summary>A consumer as the Java client behaves: joins, syncs, reads its offsets, then beats and commits until it has to join again.</summary>
internal sealed class SimulatedMember(GroupSimulation simulation, string name, string? instanceId, short apiVersion)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly HashSet<int> _joined = [];
    private int _lastSynced;
    private bool _isLeader;
    private JoinGroupResponse _join = new();

    public string Name => name;

    public string? InstanceId => instanceId;

    public string MemberId { get; private set; } = "";

    public string[] Topics { get; set; } = ["a", "b"];

    public bool IsStopped { get; set; }

    public bool WantsToLeave { get; set; }

    public bool WantsToJoinAgain { get; set; }

    /// <summary>0 while it has no assignment.</summary>
    public int StableGeneration { get; private set; }

    public HashSet<TopicPartition> Owned { get; private set; } = [];

    private string Identity => instanceId ?? MemberId;

    public async Task RunAsync()
    {
        while (!IsStopped)
        {
            try
            {
                if (await JoinAsync() && await SyncAsync())
                    await ConsumeAsync();
            }
            catch (TimeoutException)
            {
                simulation.World.Trace($"{name} timed out");
            }
            (StableGeneration, Owned) = (0, []);
            await simulation.World.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private async Task<bool> JoinAsync()
    {
        WantsToJoinAgain = false;
        _join = await CallAsync(
            group => group.JoinAsync(JoinRequest(), new(name, "/127.0.0.1", apiVersion), default), simulation.JoinTimeout);
        simulation.World.Trace($"{name} ({MemberId}) joined: {_join.ErrorCode} generation {_join.GenerationId} as {_join.MemberId}");
        switch (_join.ErrorCode)
        {
            case ErrorCode.None:
                GroupChecker.Require(MemberId.Length == 0 || MemberId == _join.MemberId, $"{name} was given another member id");
                MemberId = _join.MemberId;
                _joined.Add(_join.GenerationId);
                simulation.Checker.Joined(_join);
                _isLeader = _join.Leader == MemberId;
                return true;
            case ErrorCode.MemberIdRequired:
                MemberId = _join.MemberId;
                return false;
            default:
                React(_join.ErrorCode);
                return false;
        }
    }

    private async Task<bool> SyncAsync()
    {
        var generation = _join.GenerationId;
        var request = new SyncGroupRequest { GroupId = "g", GenerationId = generation, MemberId = MemberId, GroupInstanceId = instanceId };
        if (_isLeader && !_join.SkipAssignment)
        {
            var assignment = Assign();
            request.Assignments = Send(generation, assignment);
            if (simulation.World.Chance(0.2))
                simulation.World.Start(() => TryAsync(() => SyncOtherwiseAsync(generation, assignment)));
        }
        var response = await CallAsync(
            group => group.SyncAsync(request, new(name, "/127.0.0.1", apiVersion), default), simulation.JoinTimeout);
        simulation.World.Trace($"{name} synced generation {generation}: {response.ErrorCode}");
        if (response.ErrorCode is not ErrorCode.None)
        {
            React(response.ErrorCode);
            return false;
        }
        GroupChecker.Require(generation >= _lastSynced, $"{name} went back from generation {_lastSynced} to {generation}");
        _lastSynced = generation;
        simulation.Checker.Synced(Identity, generation, response.Assignment.ToArray());
        Owned = [.. Subscriptions.ReadAssignment(response.Assignment).Select(owned => new TopicPartition(owned.Topic, owned.Partition))];
        StableGeneration = generation;
        await FetchAsync();
        return true;
    }

    /// <summary>The leader repeats itself, with another assignment: only one of the two may ever be delivered.</summary>
    private async Task SyncOtherwiseAsync(int generation, Dictionary<string, byte[]> assignment)
    {
        var turned = assignment.Keys.Zip(assignment.Values.Skip(1).Append(assignment.Values.FirstOrDefault([])))
            .ToDictionary(entry => entry.First, entry => entry.Second);
        var request = new SyncGroupRequest
        {
            GroupId = "g",
            GenerationId = generation,
            MemberId = MemberId,
            GroupInstanceId = instanceId,
            Assignments = Send(generation, turned),
        };
        await CallAsync(group => group.SyncAsync(request, new(name, "/127.0.0.1", apiVersion), default), simulation.JoinTimeout);
    }

    private List<SyncGroupRequest.SyncGroupRequestAssignment> Send(int generation, Dictionary<string, byte[]> assignment)
    {
        simulation.Checker.Assigning(generation, assignment);
        return [.. assignment.Select(entry => new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = entry.Key, Assignment = entry.Value })];
    }

    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (TimeoutException)
        {
            // As good as lost; nobody waits for it.
        }
    }

    private async Task ConsumeAsync()
    {
        while (!IsStopped && !WantsToJoinAgain)
        {
            await simulation.World.Delay(TimeSpan.FromMilliseconds(simulation.World.Random.Next(200, 3000)));
            if (IsStopped)
                return;
            if (WantsToLeave)
            {
                await LeaveAsync();
                return;
            }
            if (Owned.Count > 0 && simulation.World.Chance(0.3))
                simulation.World.Start(() => TryAsync(() => simulation.CheckOffsetAsync(Owned.FirstOrDefault())));
            if (Owned.Count > 0 && simulation.World.Chance(0.1))
                simulation.World.Start(() => TryAsync(() => CommitAsync(StableGeneration - 1)));
            var error = Owned.Count > 0 && simulation.World.Chance(0.5) ? await CommitAsync(StableGeneration) : await HeartbeatAsync();
            if (error is ErrorCode.None)
                continue;
            React(error);
            if (error is not (ErrorCode.CoordinatorNotAvailable or ErrorCode.NotCoordinator))
                return;
        }
    }

    private async Task<ErrorCode> HeartbeatAsync()
    {
        var request = new HeartbeatRequest
        {
            GroupId = "g", GenerationId = StableGeneration, MemberId = MemberId, GroupInstanceId = instanceId,
        };
        return (await CallAsync(group => group.HeartbeatAsync(request, default), RequestTimeout)).ErrorCode;
    }

    /// <summary>Commits under any generation; only the group decides whether that is the right one.</summary>
    private async Task<ErrorCode> CommitAsync(int generation)
    {
        var partition = Owned.ElementAt(simulation.World.Random.Next(Owned.Count));
        var history = simulation.Checker.Offsets;
        var commit = history.Send(partition);
        var newest = simulation.Checker.NewestSynced;
        var request = new OffsetCommitRequest
        {
            GroupId = "g",
            GenerationIdOrMemberEpoch = generation,
            MemberId = MemberId,
            GroupInstanceId = instanceId,
            Topics = [new() { Name = partition.Topic, Partitions = [new() { PartitionIndex = partition.Partition, CommittedOffset = commit.Value }] }],
        };
        commit.Copies.Done = () => history.CopiesDone(commit);
        var response = await CallAsync(
            group => group.CommitAsync(request, new(name, "/127.0.0.1", 8), default), RequestTimeout, commit.Copies);
        var error = response.Topics[0].Partitions[0].ErrorCode;
        simulation.World.Trace($"{name} committed {commit.Value} for {partition} in generation {generation}: {error}");
        if (error is ErrorCode.None)
        {
            history.Acknowledge(commit);
            GroupChecker.CommitAccepted(generation, newest);
        }
        else if (error is not (ErrorCode.CoordinatorNotAvailable or ErrorCode.NotCoordinator))
            commit.IsRefused = !commit.Copies.WasRepeated;
        return error;
    }

    private async Task FetchAsync()
    {
        foreach (var partition in Owned)
            await simulation.CheckOffsetAsync(partition);
    }

    private async Task LeaveAsync()
    {
        IsStopped = true;
        var request = new LeaveGroupRequest { GroupId = "g", Members = [new() { MemberId = MemberId, GroupInstanceId = instanceId, Reason = "bye" }] };
        await CallAsync(group => group.LeaveAsync(request, default), RequestTimeout);
    }

    private void React(ErrorCode error)
    {
        switch (error)
        {
            case ErrorCode.UnknownMemberId:
                MemberId = "";
                break;
            case ErrorCode.FencedInstanceId:
                GroupChecker.Require(instanceId is not null, $"{name} is dynamic and was fenced");
                IsStopped = true;
                break;
            case ErrorCode.IllegalGeneration or ErrorCode.RebalanceInProgress or ErrorCode.GroupMaxSizeReached
                or ErrorCode.CoordinatorNotAvailable or ErrorCode.NotCoordinator:
                break;
            default:
                throw new InvalidOperationException($"{name} was told {error}");
        }
    }

    private Dictionary<string, byte[]> Assign()
    {
        if (simulation.World.Chance(simulation.OwnAssignmentChance))
            return [];
        var assigned = AssignorCatalog.Find("range")!.Assign(
            [.. _join.Members.Select(member => new AssignorMember(
                member.MemberId, member.GroupInstanceId, Subscriptions.Read(member.Metadata)!.Topics.ToHashSet()))],
            GroupSimulation.PartitionCounts);
        // The user data makes every assignment that a leader ever sends another one.
        return assigned.ToDictionary(entry => entry.Key, entry => Blobs.Assignment(entry.Value, simulation.World.NewGuid().ToByteArray()));
    }

    private JoinGroupRequest JoinRequest() => new()
    {
        GroupId = "g",
        MemberId = MemberId,
        GroupInstanceId = instanceId,
        ProtocolType = "consumer",
        SessionTimeoutMs = 10_000,
        RebalanceTimeoutMs = 20_000,
        Protocols = [new() { Name = "range", Metadata = Blobs.Subscription(Topics) }],
    };

    private Task<T> CallAsync<T>(Func<IConsumerGroup, ValueTask<T>> call, TimeSpan timeout, CallCopies? copies = null) =>
        simulation.Calls.CallAsync(simulation.Host, call, timeout, copies);
}
