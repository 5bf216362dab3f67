using System.Collections.Concurrent;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using Microsoft.AspNetCore.Http;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>The broker: its door, its present life, and what can go wrong with it.</summary>
internal sealed class StandInBroker(StandInOptions options, IFiler filer) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<object, string> _publishers = [];
    private readonly ConcurrentDictionary<string, int> _toLose = [];
    private Door _door = null!;

    public string Address => _door.Address;

    public BrokerLife Life { get; private set; } = null!;

    public Gate Answers => _door.Answers;

    /// <summary>
    /// Called with topic and offset between the assignment of an offset and the append of its message. Two streams that are let go
    /// in the other order leave their messages in the log in another order than that of their offsets.
    /// </summary>
    public Func<string, long, Task>? BeforeAppend { get; set; }

    /// <summary>Whom publishers are sent to (error code 6), or null if this broker leads.</summary>
    public string? ForeignLeader { get; set; }

    /// <summary>
    /// Whether no broker is balancer, as for up to half a minute after a restart: control calls fail, and publishers are told that
    /// there is no such topic or no leader (error code 2).
    /// </summary>
    public bool LacksBalancer { get; set; }

    /// <summary>How many publish streams are open.</summary>
    public int Publishers => _publishers.Count;

    /// <summary>Opens the door, on a free port where none is given, and begins.</summary>
    public async Task OpenAsync(int port = 0)
    {
        _door = await Door.OpenAsync(new BrokerService(this), port);
        Life = new BrokerLife(options, filer, Address);
    }

    /// <summary>kill -9: streams break, what was not flushed is gone, calls fail. SIGTERM is no better, nothing is done on it.</summary>
    public void Kill()
    {
        _door.Shut();
        Life.End();
        _door.Answers.Open();
    }

    /// <summary>A new process under the same address, which knows what the filer has.</summary>
    public void Start()
    {
        Kill();
        Life.Dispose();
        Life = new BrokerLife(options, filer, Address);
        _door.Open();
    }

    /// <summary>
    /// Writes checkpoint.offset now, also while <see cref="StandInFiler.FailWrites"/> holds up the log: after a kill the offsets from
    /// the end of the log to here are a hole.
    /// </summary>
    public void NoteOffsetsDown() => Life.NoteOffsetsDown();

    /// <summary>Calls are accepted and nothing is answered, as when the broker has locked itself up.</summary>
    public void Hang() => _door.Answers.Close();

    public void Resume() => _door.Answers.Open();

    /// <summary>The connections of all publish streams break; the broker lives.</summary>
    public void BreakStreams()
    {
        foreach (var connection in _publishers.Values.Distinct())
            _door.Break(connection);
    }

    /// <summary>
    /// The next stream to this topic comes while its partition is being unloaded: its messages are acknowledged under rising offsets
    /// and never seen again. That cannot happen to a topic whose name begins with an underscore.
    /// </summary>
    public void LoseNextStream(string topic)
    {
        if (topic.StartsWith('_'))
            throw new ArgumentException("Such topics are not unloaded.", nameof(topic));
        _toLose.AddOrUpdate(topic, 1, (_, streams) => streams + 1);
    }

    /// <summary>How often a method was called, like "PublishMessage".</summary>
    public int Calls(string method) => _door.Calls(method);

    /// <summary>The partition that a new publisher writes to.</summary>
    internal LoadedPartition Attach(BrokerLife life, PartitionKey key)
    {
        if (!_toLose.TryGetValue(key.Topic, out var streams) || !_toLose.TryUpdate(key.Topic, streams - 1, streams) || streams < 1)
            return life.Load(key);
        var dying = new LoadedPartition(life, key);
        dying.Stop();
        return dying;
    }

    /// <summary>Counts a publisher until the result is disposed of.</summary>
    internal IDisposable NotePublisher(ServerCallContext context)
    {
        var publisher = new Publisher(this);
        _publishers[publisher] = context.GetHttpContext().Connection.Id;
        return publisher;
    }

    public async ValueTask DisposeAsync()
    {
        Life.Dispose();
        await _door.DisposeAsync();
    }

    private sealed class Publisher(StandInBroker broker) : IDisposable
    {
        public void Dispose() => broker._publishers.TryRemove(this, out _);
    }
}
