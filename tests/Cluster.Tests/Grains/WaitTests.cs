using System.Diagnostics;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Cluster.Tests.Grains;

/// <summary>Calls that wait longer than Orleans' call timeout, which is 2 s here, and what becomes of them when their caller goes.</summary>
public sealed class WaitTests : IAsyncLifetime
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(20);
    private static readonly GroupCaller s_caller = new() { ClientId = "c", ClientHost = "/h", ApiVersion = 3 };
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync() =>
        _cluster = await GrainCluster.StartAsync(2, CallTimeout, ("group.initial.rebalance.delay.ms", $"{(int)Wait.TotalMilliseconds}"));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_join_outlives_the_call_timeout()
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(ErrorCode.None, (await JoinAsync("g")).ErrorCode);
        Assert.InRange(clock.Elapsed, CallTimeout * 2, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_sync_outlives_the_call_timeout()
    {
        var members = await Task.WhenAll(JoinAsync("g"), JoinAsync("g"));
        var leader = members.Single(member => member.MemberId == member.Leader);
        var follower = members.Single(member => member.MemberId != member.Leader);
        var waiting = SyncAsync(follower);
        await Task.Delay(CallTimeout * 2);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(ErrorCode.None, (await SyncAsync(leader, (leader.MemberId, 1), (follower.MemberId, 2))).ErrorCode);
        Assert.Equal((ErrorCode.None, 2), await waiting is var synced ? (synced.ErrorCode, synced.Assignment.Span[0]) : default);
    }

    [Fact]
    public async Task A_read_waits_as_long_as_it_likes_and_is_woken_by_what_comes()
    {
        var partition = _cluster.Actors.Partition((await _cluster.CreateTopicAsync("t"))[0]);
        var clock = Stopwatch.StartNew();
        var read = await partition.ReadAsync(new ReadRequest { MaxBytes = 1000, MinBytes = 1, MaxWaitMs = (int)Wait.TotalMilliseconds }, default);
        Assert.Equal((ErrorCode.None, 0L), (read.ErrorCode, read.Records!.Value.Length));
        Assert.InRange(clock.Elapsed, Wait - TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));

        var waiting = partition.ReadAsync(new ReadRequest { MaxBytes = 1000, MinBytes = 1, MaxWaitMs = 60_000 }, default).AsTask();
        await Task.Delay(CallTimeout * 2);
        Assert.False(waiting.IsCompleted);
        await partition.AppendAsync(new AppendRequest { Acks = 1, Batch = TestBatches.Of("woken") }, default);
        Assert.Equal(["woken"], TestBatches.Values((await waiting).Records));
    }

    [Fact]
    public async Task A_read_whose_caller_goes_ends_and_leaves_the_grain_free()
    {
        var key = (await _cluster.CreateTopicAsync("t"))[0];
        var partition = _cluster.Actors.Partition(key);
        await partition.DescribeAsync(default);
        using var gone = new CancellationTokenSource();
        var waiting = partition.ReadAsync(new ReadRequest { MaxBytes = 1000, MinBytes = 1, MaxWaitMs = 600_000 }, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(AtOnce));
        await _cluster.DeactivateAsync(_cluster.Grains.GetGrain<IPartitionGrain>(PartitionGrainKey.Of(key))).WaitAsync(AtOnce);
    }

    [Fact]
    public async Task A_join_whose_caller_goes_leaves_the_grain_free()
    {
        using var gone = new CancellationTokenSource();
        var joining = JoinAsync("g", gone.Token);
        await Hosting.Eventually.IsAsync(
            "PreparingRebalance", async () => (await _cluster.Actors.Group("g").DescribeAsync(CancellationToken.None)).GroupState);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        await _cluster.DeactivateAsync(_cluster.Grains.GetGrain<IConsumerGroupGrain>("g")).WaitAsync(AtOnce);
    }

    [Fact]
    public async Task Nobody_waits_at_a_grain_that_is_to_go()
    {
        Assert.Equal(ErrorCode.None, (await JoinAsync("g")).ErrorCode);
        // The first member does not join again, so that this one waits for the end of its session.
        var waiting = JoinAsync("g");
        await Hosting.Eventually.IsAsync(
            "PreparingRebalance", async () => (await _cluster.Actors.Group("g").DescribeAsync(CancellationToken.None)).GroupState);
        await _cluster.DeactivateAsync(_cluster.Grains.GetGrain<IConsumerGroupGrain>("g")).WaitAsync(AtOnce);
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, (await waiting.WaitAsync(AtOnce)).ErrorCode);
    }

    private Task<JoinGroupResponse> JoinAsync(string group, CancellationToken cancellationToken = default) => _cluster.Actors.Group(group).JoinAsync(
        new JoinGroupRequest
        {
            GroupId = group,
            SessionTimeoutMs = 30_000,
            RebalanceTimeoutMs = 60_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range" }],
        },
        s_caller,
        cancellationToken).AsTask();

    private Task<SyncGroupResponse> SyncAsync(JoinGroupResponse member, params (string MemberId, byte Assignment)[] assignments) =>
        _cluster.Actors.Group("g").SyncAsync(
            new SyncGroupRequest
            {
                GroupId = "g",
                GenerationId = member.GenerationId,
                MemberId = member.MemberId,
                Assignments = [.. assignments.Select(each => new SyncGroupRequest.SyncGroupRequestAssignment
                {
                    MemberId = each.MemberId,
                    Assignment = new[] { each.Assignment },
                })],
            },
            s_caller,
            CancellationToken.None).AsTask();
}
