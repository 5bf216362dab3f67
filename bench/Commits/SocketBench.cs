namespace KafkaGateway.Bench.Commits;

/// <summary>The whole way: gateway, group, the silo's offsets, PostgreSQL. Each group has a connection of its own, as consumers have.</summary>
internal static class SocketBench
{
    private const int Groups = 2_000;
    private const int TargetRate = 20_000;
    private const string Topic = "bench-commits";

    public static async Task RunAsync(string[] servers, int seconds)
    {
        BenchTopic.Create(servers[0], Topic, 10);
        var clients = new List<CommitClient>();
        for (var i = 0; i < Groups; i++)
            clients.Add(await CommitClient.ConnectAsync(servers[i % servers.Length]));
        Console.WriteLine("| 2,000 groups at once through sockets | partition commits/s | p50 ms | p99 ms | max ms |\n|---|---:|---:|---:|---:|");
        foreach (var partitions in new[] { 1, 10 })
        {
            var frames = Enumerable.Range(0, Groups).Select(group => CommitClient.Encode($"socket-{group}", Topic, partitions)).ToArray();
            var asFast = new Load(Groups, partitions, 0, TimeSpan.FromSeconds(seconds));
            var paced = asFast with { PartitionCommitsPerSecond = TargetRate };
            Console.WriteLine((await asFast.RunAsync((group, _) => clients[group].CommitAsync(frames[group]))).Row($"{partitions} partition(s) a commit"));
            if (partitions > 1)
                Console.WriteLine((await paced.RunAsync((group, _) => clients[group].CommitAsync(frames[group]))).Row($"{partitions} partition(s) a commit, paced at {TargetRate}/s"));
        }

        clients.ForEach(client => client.Dispose());
    }
}
