using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

internal sealed class TestPublisher(AsyncDuplexStreamingCall<PublishMessageRequest, PublishMessageResponse> call) : IDisposable
{
    public IClientStreamWriter<PublishMessageRequest> Requests => call.RequestStream;

    public static async Task<(TestPublisher Publisher, PublishMessageResponse First)> OpenAsync(
        SeaweedMessaging.SeaweedMessagingClient broker, Topic topic, Partition partition)
    {
        var publisher = new TestPublisher(broker.PublishMessage(deadline: DateTime.UtcNow.AddSeconds(60)));
        await publisher.Requests.WriteAsync(new PublishMessageRequest
        {
            Init = new PublishMessageRequest.Types.InitMessage { Topic = topic, Partition = partition, PublisherName = "test" },
        });
        return (publisher, await publisher.AnswerAsync());
    }

    public Task SendAsync(ByteString value, string key = "", long tsNs = 0) => Requests.WriteAsync(new PublishMessageRequest
    {
        Data = new DataMessage { Value = value, Key = ByteString.CopyFromUtf8(key), TsNs = tsNs },
    });

    public async Task<PublishMessageResponse> AnswerAsync()
    {
        Assert.True(await call.ResponseStream.MoveNext(default), "the stream has ended");
        return call.ResponseStream.Current;
    }

    public async Task<PublishMessageResponse> PublishAsync(string value, string key = "", long tsNs = 0)
    {
        await SendAsync(ByteString.CopyFromUtf8(value), key, tsNs);
        return await AnswerAsync();
    }

    /// <summary>Completes this side and waits for the other.</summary>
    public async Task CloseAsync()
    {
        await Requests.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
    }

    public void Dispose() => call.Dispose();
}
