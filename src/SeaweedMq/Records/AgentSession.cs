using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Agent;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>A publish session of a SeaweedMQ agent. The agent takes records and acknowledges none of them.</summary>
internal sealed class AgentSession : IAsyncDisposable
{
    private readonly SeaweedMessagingAgent.SeaweedMessagingAgentClient _agent;
    private readonly AsyncDuplexStreamingCall<PublishRecordRequest, PublishRecordResponse> _call;
    private readonly TimeSpan _timeout;
    private readonly long _id;

    private AgentSession(SeaweedMessagingAgent.SeaweedMessagingAgentClient agent, long id, TimeSpan timeout) =>
        (_agent, _id, _timeout, _call) = (agent, id, timeout, agent.PublishRecord());

    /// <exception cref="StorageException">The agent does not answer, or refuses.</exception>
    public static async Task<AgentSession> StartAsync(Channels channels, string address, RecordTopic topic, TimeSpan timeout)
    {
        var agent = new SeaweedMessagingAgent.SeaweedMessagingAgentClient(channels.To(address));
        try
        {
            // The agent configures the topic with what it is given here, so that has to be what the topic has.
            var started = await agent.StartPublishSessionAsync(
                new()
                {
                    Topic = new Topic { Namespace = topic.Namespace, Name = topic.Name },
                    PartitionCount = topic.Partitions.Count,
                    RecordType = topic.RecordType,
                    PublisherName = "kafka-gateway",
                },
                deadline: DateTime.UtcNow + timeout);
            return started.Error.Length == 0
                ? new AgentSession(agent, started.SessionId, timeout)
                : throw new StorageException($"The agent {address} refuses {topic.Name}: {started.Error}");
        }
        catch (RpcException failure)
        {
            throw new StorageException($"The agent {address} does not answer: {failure.Status.Detail}", failure);
        }
    }

    /// <exception cref="StorageException">The session is broken.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> key, RecordValue value)
    {
        try
        {
            await _call.RequestStream.WriteAsync(new PublishRecordRequest { SessionId = _id, Key = UnsafeByteOperations.UnsafeWrap(key), Value = value });
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            throw new StorageException($"The agent's session broke: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _agent.ClosePublishSessionAsync(new() { SessionId = _id }, deadline: DateTime.UtcNow + _timeout);
        }
        catch (RpcException)
        {
            // It has ended, in one way or another.
        }

        _call.Dispose();
    }
}
