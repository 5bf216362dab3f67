using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Groups.Assignors;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Simulation.Tests.Groups;

namespace KafkaGateway.Actors.Tests.Groups;

/// <summary>KIP-429: what cooperative-sticky clients ask of a coordinator is only what every client gets.</summary>
public sealed class CooperativeTests
{
    private readonly GroupFixture _g = new();

    [Fact]
    public void A_member_keeps_its_partitions_and_commits_through_a_rebalance_and_gives_some_up_in_a_second_one()
    {
        var first = GroupFixture.Answer(Join(GroupFixture.Answer(_g.Join()).MemberId, owned: []));
        GroupFixture.Answer(_g.Sync(first, assignment: [(first.MemberId, Part(0, 1))]));

        var newcomer = Join(GroupFixture.Answer(_g.Join(change: Cooperative([]))).MemberId, owned: []);
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(first));
        Assert.Equal(ErrorCode.None, _g.Commit(10, first, partition: 0));
        var second = GroupFixture.Answer(Join(first.MemberId, owned: [0, 1]));
        var joined = GroupFixture.Answer(newcomer);
        Assert.Equal("cooperative-sticky", joined.ProtocolName);

        // The leader takes partition 1 away and gives it to nobody yet.
        GroupFixture.Answer(_g.Sync(second, assignment: [(second.MemberId, Part(0)), (joined.MemberId, Part())]));
        GroupFixture.Answer(_g.Sync(joined));
        Assert.Equal(ErrorCode.None, _g.Commit(11, second, partition: 1));

        // Having revoked it, the member joins again; its owned partitions are part of its metadata.
        var third = Join(second.MemberId, owned: [0]);
        Assert.Equal(ErrorCode.RebalanceInProgress, _g.Heartbeat(joined));
        var last = GroupFixture.Answer(Join(joined.MemberId, owned: []));
        var leader = GroupFixture.Answer(third);
        GroupFixture.Answer(_g.Sync(leader, assignment: [(leader.MemberId, Part(0)), (last.MemberId, Part(1))]));
        Assert.Equal(Part(1), GroupFixture.Answer(_g.Sync(last)).Assignment.ToArray());
        Assert.Equal(first.GenerationId + 2, last.GenerationId);
    }

    private Task<JoinGroupResponse> Join(string memberId, int[] owned) => _g.Join(memberId, change: Cooperative(owned));

    private static byte[] Part(params int[] partitions) => Blobs.Assignment(partitions.Select(partition => new AssignedPartition("t", partition)));

    private static Action<JoinGroupRequest> Cooperative(int[] owned) => request => request.Protocols =
    [
        new() { Name = "cooperative-sticky", Metadata = Blobs.Subscription(["t"], owned) },
    ];
}
