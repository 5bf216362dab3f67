using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Tests.StandInTests;
using KafkaGateway.SeaweedMq.Wire.Agent;
using KafkaGateway.SeaweedMq.Wire.Broker;

namespace KafkaGateway.SeaweedMq.Tests.Records;

/// <summary>An agent before a broker, for topics of one partition. As the real one it configures what it is asked for, answers no record, and says on closing so in the log.</summary>
internal sealed class StandInAgent(SeaweedMessaging.SeaweedMessagingClient broker) : SeaweedMessagingAgent.SeaweedMessagingAgentBase, IAsyncDisposable
{
    private readonly Dictionary<long, TestPublisher> _sessions = [];
    private Door _door = null!;

    public string Address => _door.Address;

    public async Task OpenAsync() => _door = await Door.OpenAsync(this);

    public override async Task<StartPublishSessionResponse> StartPublishSession(StartPublishSessionRequest request, ServerCallContext context)
    {
        var made = await broker.ConfigureTopicAsync(
            new ConfigureTopicRequest { Topic = request.Topic, PartitionCount = request.PartitionCount, MessageRecordType = request.RecordType });
        var (publisher, _) = await TestPublisher.OpenAsync(broker, request.Topic, made.BrokerPartitionAssignments.Single().Partition);
        _sessions[_sessions.Count + 1] = publisher;
        return new StartPublishSessionResponse { SessionId = _sessions.Count };
    }

    public override async Task<ClosePublishSessionResponse> ClosePublishSession(ClosePublishSessionRequest request, ServerCallContext context)
    {
        await _sessions[request.SessionId].PublishAsync("");
        return new ClosePublishSessionResponse();
    }

    public override async Task PublishRecord(
        IAsyncStreamReader<PublishRecordRequest> requests, IServerStreamWriter<PublishRecordResponse> responses, ServerCallContext context)
    {
        TestPublisher? session = null;
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
        {
            session ??= _sessions[request.SessionId];
            await session.SendAsync(request.Value.ToByteString(), request.Key.ToStringUtf8());
            await session.AnswerAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
        await _door.DisposeAsync();
    }
}
