using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>More clients than the system lets a process have open wait for their turn.</summary>
public sealed class OpenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_free_file_descriptors_those_connected_are_served_and_others_once_there_is_room()
    {
        const int MaxOpenFiles = 300;
        const int Clients = 400;
        await using var node = await NodeProcess.StartAsync(
            new NodeCommandLine(_folder.Path, "--memory", "--listen", "127.0.0.1:0") { MaxOpenFiles = MaxOpenFiles });
        await using var connected = await node.ConnectAsync();
        await connected.CreateTopicAsync("t");
        var others = new List<RawClient>();
        for (var i = 0; i < Clients; i++)
        {
            others.Add(await RawClient.ConnectAsync(node.Address));
        }

        await node.LoggedAsync("Accepting connections");
        Assert.Equal(ErrorCode.None, (await connected.ProduceAsync("t", TestBatches.Of("a"))).ErrorCode);
        others.ForEach(other => other.Dispose());
        await using var late = await node.ConnectAsync();
        Assert.Equal(["a"], TestBatches.Values((await late.FetchAsync("t", 0)).Records));
        Assert.Single(node.Log, line => line.Contains("fails:", StringComparison.Ordinal));
    }
}
