using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Simulation.Tests.Groups;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Simulation.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Actors.Tests.Groups;

/// <summary>One group called "g" in virtual time, with shorthands for what its clients send.</summary>
internal sealed class GroupFixture
{
    public const int SessionMs = 10_000;
    public const int RebalanceMs = 20_000;

    public GroupFixture(GroupSettings? settings = null)
    {
        Settings = settings ?? new() { InitialRebalanceDelayMs = 0 };
        Faults = new(World);
        States = new(Faults);
        OffsetStore = new(Faults);
        Group = Open();
    }

    public World World { get; } = new(seed: 1, traceLength: 0);

    public GroupSettings Settings { get; set; }

    public StoreFaults Faults { get; }

    public SimulatedStateStore States { get; }

    public SimulatedOffsetStore OffsetStore { get; }

    public ConsumerGroup Group { get; private set; }

    private WorldTurns? _turns;

    /// <summary>The owner dies, and another one starts from what is stored.</summary>
    public void Restart()
    {
        _turns!.Kill();
        Group = Open();
    }

    /// <summary>Another owner beside the one there is.</summary>
    public ConsumerGroup Open()
    {
        _turns = new(World);
        return new("g", new()
        {
            Settings = Settings,
            States = States,
            Offsets = OffsetStore,
            Catalog = new FixedCatalog(("t", 4)),
            Time = World.Time,
            Turns = _turns,
            NewId = World.NewGuid,
            Logger = NullLogger.Instance,
        });
    }

    public void Pass(int ms) => World.RunFor(TimeSpan.FromMilliseconds(ms));

    /// <summary>Begins a call; its task completes as the world runs.</summary>
    public Task<T> Begin<T>(Func<ConsumerGroup, ValueTask<T>> call)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = Group;
        World.Start(async () => answer.SetResult(await call(group)));
        Pass(0);
        return answer.Task;
    }

    /// <summary>The answer of a call that must not take any time.</summary>
    public static T Answer<T>(Task<T> call)
    {
        Assert.True(call.IsCompleted, "the call still waits");
        return call.GetAwaiter().GetResult();
    }

    public T Call<T>(Func<ConsumerGroup, ValueTask<T>> call) => Answer(Begin(call));

    public Task<JoinGroupResponse> Join(
        string memberId = "", string? instance = null, short version = 9, string topic = "t", string clientId = "c",
        Action<JoinGroupRequest>? change = null)
    {
        var request = new JoinGroupRequest
        {
            GroupId = "g",
            MemberId = memberId,
            GroupInstanceId = instance,
            ProtocolType = "consumer",
            SessionTimeoutMs = SessionMs,
            RebalanceTimeoutMs = RebalanceMs,
            Protocols = [new() { Name = "range", Metadata = Blobs.Subscription(topic) }],
        };
        change?.Invoke(request);
        return Begin(group => group.JoinAsync(request, new(clientId, "/127.0.0.1", version), default));
    }

    /// <summary>A dynamic member's first join, with the id that it is told to use.</summary>
    public Task<JoinGroupResponse> JoinNew(string topic = "t") => Join(Answer(Join(topic: topic)).MemberId, topic: topic);

    public Task<SyncGroupResponse> Sync(
        JoinGroupResponse join, string? instance = null, Action<SyncGroupRequest>? change = null, params (string Member, byte[] Part)[] assignment)
    {
        var request = new SyncGroupRequest
        {
            GroupId = "g",
            GenerationId = join.GenerationId,
            MemberId = join.MemberId,
            GroupInstanceId = instance,
            Assignments = [.. assignment.Select(entry => new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = entry.Member, Assignment = entry.Part })],
        };
        change?.Invoke(request);
        return Begin(group => group.SyncAsync(request, new("c", "/127.0.0.1", 5), default));
    }

    public ErrorCode Heartbeat(JoinGroupResponse join, string? instance = null, int? generation = null) => Call(group => group.HeartbeatAsync(
        new() { GroupId = "g", GenerationId = generation ?? join.GenerationId, MemberId = join.MemberId, GroupInstanceId = instance }, default)).ErrorCode;

    public LeaveGroupResponse Leave(params (string Member, string? Instance)[] members) => Call(group => group.LeaveAsync(
        new()
        {
            GroupId = "g",
            Members = [.. members.Select(member => new LeaveGroupRequest.MemberIdentity { MemberId = member.Member, GroupInstanceId = member.Instance })],
        },
        default));

    public DescribeGroupsResponse.DescribedGroup Describe() => Call(group => group.DescribeAsync(default));

    public Task<OffsetCommitResponse> BeginCommit(
        long offset, string member = "", int generation = -1, string? instance = null, int partition = 0, string topic = "t",
        string? metadata = null, int epoch = -1, short version = 9, Action<OffsetCommitRequest>? change = null)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = "g",
            MemberId = member,
            GenerationIdOrMemberEpoch = generation,
            GroupInstanceId = instance,
            Topics =
            [
                new()
                {
                    Name = topic,
                    Partitions =
                    [
                        new() { PartitionIndex = partition, CommittedOffset = offset, CommittedLeaderEpoch = epoch, CommittedMetadata = metadata },
                    ],
                },
            ],
        };
        change?.Invoke(request);
        return Begin(group => group.CommitAsync(request, new("c", "/127.0.0.1", version), default));
    }

    public ErrorCode Commit(
        long offset, JoinGroupResponse? by = null, string? instance = null, int? generation = null, int partition = 0, string topic = "t",
        string? metadata = null, int epoch = -1, short version = 9, Action<OffsetCommitRequest>? change = null) =>
        Answer(BeginCommit(
            offset, by?.MemberId ?? "", generation ?? by?.GenerationId ?? -1, instance, partition, topic, metadata, epoch, version, change))
            .Topics[0].Partitions[0].ErrorCode;

    public OffsetFetchResponse.OffsetFetchResponseGroup FetchAll() =>
        Call(group => group.FetchOffsetsAsync(new() { GroupId = "g", Topics = null }, requireStable: false, default));

    public OffsetFetchResponse.OffsetFetchResponsePartitions Fetch(int partition = 0, string topic = "t") => Call(group => group.FetchOffsetsAsync(
        new() { GroupId = "g", Topics = [new() { Name = topic, PartitionIndexes = [partition] }] }, requireStable: false, default))
        .Topics[0].Partitions[0];

    /// <summary>A stable group of so many dynamic members, the leader first.</summary>
    public JoinGroupResponse[] Stable(int members, string topic = "t")
    {
        var ids = Enumerable.Range(0, members).Select(_ => Answer(Join(topic: topic)).MemberId).ToList();
        var joins = ids.Select(id => Join(id, topic: topic)).ToList();
        Pass(Settings.InitialRebalanceDelayMs * 2);
        joins = [.. ids.Zip(joins).Select(join => join.Second.IsCompleted && members > 1 ? Join(join.First, topic: topic) : join.Second)];
        var answers = joins.Select(Answer).OrderByDescending(join => join.Leader == join.MemberId).ToArray();
        SyncAll(answers);
        return answers;
    }

    public void SyncAll(JoinGroupResponse[] joins)
    {
        var parts = joins.Select((join, i) => (join.MemberId, Blobs.Assignment([new("t", i)]))).ToArray();
        foreach (var join in joins)
            Assert.Equal(ErrorCode.None, Answer(Sync(join, assignment: join.Leader == join.MemberId ? parts : [])).ErrorCode);
    }
}
