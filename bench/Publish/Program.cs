using System.Diagnostics;
using System.Globalization;
using KafkaGateway.SeaweedMq;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;

// What a SeaweedMQ broker takes from one bare publish stream: values of one size, one after another, as many on their way as a gateway allows itself.
//   publish MASTER[,MASTER] [VALUES [BYTES]]
var values = Number(1, 2_000);
var bytes = Number(2, 1_000_000);
var options = new SeaweedMqOptions { Masters = args[0].Split(','), Namespace = $"bench-{Random.Shared.Next():x8}" };
using var channels = new Channels(null);
var topics = new PhysicalTopics(new SeaweedCluster(options, channels), channels, options);
var topic = await topics.MakeAsync("_bare", CancellationToken.None);
var stream = await PublishStream.OpenAsync(channels, topic, options.CallTimeout, CancellationToken.None);
var value = new byte[bytes];
Random.Shared.NextBytes(value);
var window = Math.Max(1, options.WindowBytes / bytes);
using var free = new SemaphoreSlim(window);
var watch = Stopwatch.StartNew();
var acknowledging = Task.Run(async () =>
{
    for (var i = 0; i < values; i++)
    {
        await stream.ReadAckAsync();
        free.Release();
    }
});
for (var i = 0; i < values; i++)
{
    await free.WaitAsync();
    await stream.WriteAsync(value, 0);
}

await acknowledging;
var seconds = watch.Elapsed.TotalSeconds;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{values} values of {bytes} B, {window} on their way: {values / seconds:F0}/s, {values * (double)bytes / seconds / 1e6:F0} MB/s"));
await stream.DisposeAsync();

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
