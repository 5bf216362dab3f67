using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Messages;

namespace KafkaGateway.Cluster.Tests.Messages;

/// <summary>A process of a newer version, whose messages have grown by tagged fields, and one of this version.</summary>
public sealed class NewerProcessTests : IDisposable
{
    private const uint AppendRequestNumber = 1;
    private const uint NodesViewNumber = 15;
    private static readonly byte[] s_batch = [1, 2, 3];

    private readonly CodecProcess _older = new();
    private readonly CodecProcess _newer = new(
    [
        .. RelayedMessages.All.Where(message => message.Number is not (AppendRequestNumber or NodesViewNumber)),
        RelayedMessage.Of<NewerAppendRequest>(AppendRequestNumber, _ => 0),
        RelayedMessage.Of<NewerNodesView>(NodesViewNumber, _ => 0),
    ]);

    public void Dispose()
    {
        _older.Dispose();
        _newer.Dispose();
    }

    [Fact]
    public void The_older_reads_all_that_it_knows_of_a_newer_message()
    {
        var append = (AppendRequest)_older.Read(_newer.Write(new NewerAppendRequest { Acks = -1, Batch = s_batch, Hint = "new" }));
        Assert.Equal(-1, append.Acks);
        Assert.Equal(s_batch, append.Batch.ToArray());

        var view = (NodesView)_older.Read(_newer.Write(new NewerNodesView
        {
            ClusterId = "c",
            NodeId = 3,
            Epoch = 9,
            Nodes = [new() { NodeId = 3, Name = "a", Host = "h", Port = 1, Rack = "r", Load = 7 }, new() { NodeId = 4, Name = "b", IsSilo = true }],
        }));
        Assert.Equal(("c", 3), (view.ClusterId, view.NodeId));
        Assert.Equal(
            [(3, "a", "h", 1, "r", false), (4, "b", null, -1, null, true)],
            view.Nodes.Select(node => (node.NodeId, node.Name, node.Host, node.Port, node.Rack, node.IsSilo)));
    }

    [Fact]
    public void The_newer_reads_an_older_message_with_defaults_for_what_it_lacks()
    {
        var append = (NewerAppendRequest)_newer.Read(_older.Write(new AppendRequest { Acks = 1, Batch = s_batch }));
        Assert.Equal((1, null), (append.Acks, append.Hint));
        Assert.Equal(s_batch, append.Batch.ToArray());

        var view = (NewerNodesView)_newer.Read(_older.Write(new NodesView { ClusterId = "c", Nodes = [new() { NodeId = 4, Name = "b" }] }));
        Assert.Equal(("c", -1L, 4, "b", -1), (view.ClusterId, view.Epoch, view.Nodes[0].NodeId, view.Nodes[0].Name, view.Nodes[0].Load));
    }

    [Fact]
    public void A_message_that_the_older_has_never_heard_of_is_named_as_such()
    {
        using var newest = new CodecProcess([RelayedMessage.Of<NewerAppendRequest>(1000, _ => 0)]);
        var failure = Assert.Throws<NotRelayedException>(() => _older.Read(newest.Write(new NewerAppendRequest())));
        Assert.Contains("1000", failure.Message, StringComparison.Ordinal);
    }
}
