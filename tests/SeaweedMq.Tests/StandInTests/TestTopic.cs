using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Filer;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

/// <summary>A topic of one partition, with a name that no other test has.</summary>
internal sealed class TestTopic(WeedUnderTest weed, string prefix = "_")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Topic Name { get; } = new() { Namespace = "standin", Name = prefix + Guid.NewGuid().ToString("N") };

    public Partition Partition { get; private set; } = null!;

    public string Folder => $"/topics/{Name.Namespace}/{Name.Name}";

    public string PartitionFolder =>
        $"{Folder}/v{Clock.SecondOf(Partition.UnixTimeNs)}/{Partition.RangeStart:D4}-{Partition.RangeStop:D4}";

    public static async Task<TestTopic> CreateAsync(WeedUnderTest weed, string prefix = "_")
    {
        var topic = new TestTopic(weed, prefix);
        topic.Partition = (await topic.ConfigureAsync(1)).BrokerPartitionAssignments.Single().Partition;
        return topic;
    }

    public async Task<ConfigureTopicResponse> ConfigureAsync(int partitions) =>
        await weed.Broker.ConfigureTopicAsync(new ConfigureTopicRequest { Topic = Name, PartitionCount = partitions });

    /// <summary>Opens a publisher that has got its hello.</summary>
    public async Task<TestPublisher> PublishAsync(SeaweedMessaging.SeaweedMessagingClient? broker = null)
    {
        var (publisher, hello) = await TestPublisher.OpenAsync(broker ?? weed.Broker, Name, Partition);
        Assert.Equal(0, hello.ErrorCode);
        return publisher;
    }

    public async Task<List<Entry>> LogFilesAsync()
    {
        using var call = weed.Filer.ListEntries(new ListEntriesRequest { Directory = PartitionFolder, Limit = 1000 }, Patiently());
        var entries = new List<Entry>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            entries.Add(response.Entry);
        return entries.FindAll(entry => !entry.Name.EndsWith(".offset", StringComparison.Ordinal));
    }

    public async Task<List<LogEntry>> ReadAsync(Entry file)
    {
        var data = await weed.Http.GetByteArrayAsync(new Uri(PartitionFolder + "/" + file.Name, UriKind.Relative));
        var entries = new List<LogEntry>();
        for (var at = 0; at < data.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
            entries.Add(LogEntry.Parser.ParseFrom(data, at + 4, size));
            at += 4 + size;
        }

        return entries;
    }

    public async Task<List<LogEntry>> ReadAllAsync()
    {
        var entries = new List<LogEntry>();
        foreach (var file in await LogFilesAsync())
            entries.AddRange(await ReadAsync(file));
        return entries;
    }

    /// <summary>Waits, woken by the filer's events, until so many entries are on disk.</summary>
    public async Task<List<LogEntry>> WaitForEntriesAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var events = weed.Filer.SubscribeMetadata(
            new SubscribeMetadataRequest { ClientName = "test", PathPrefix = Folder + "/", ClientId = NewId() },
            Patiently(patience.Token));
        var entries = await ReadAllAsync();
        while (entries.Count < count)
        {
            await events.ResponseStream.MoveNext(patience.Token);
            entries = await ReadAllAsync();
        }

        return entries;
    }

    /// <summary>Without an id of its own a listener is not heard out.</summary>
    public static int NewId() => Random.Shared.Next(1, int.MaxValue);

    public static long? Attribute(Entry entry, string name) =>
        entry.Extended.TryGetValue(name, out var value) ? BinaryPrimitives.ReadInt64BigEndian(value.Span) : null;

    public static ByteString Value(int size)
    {
        var value = new byte[size];
        Random.Shared.NextBytes(value);
        return UnsafeByteOperations.UnsafeWrap(value);
    }

    /// <summary>A channel that could not connect a moment ago waits before it tries again, and so do its calls.</summary>
    private static CallOptions Patiently(CancellationToken cancellation = default) =>
        new CallOptions(deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation).WithWaitForReady();
}
