using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

internal sealed class TestSubscriber(AsyncDuplexStreamingCall<SubscribeMessageRequest, SubscribeMessageResponse> call) : IDisposable
{
    public static async Task<TestSubscriber> OpenAsync(
        SeaweedMessaging.SeaweedMessagingClient broker, TestTopic topic, long? offset, OffsetType type = OffsetType.ExactOffset)
    {
        var subscriber = new TestSubscriber(broker.SubscribeMessage(deadline: DateTime.UtcNow.AddSeconds(20)));
        await subscriber.SendAsync(new SubscribeMessageRequest
        {
            Init = new SubscribeMessageRequest.Types.InitMessage
            {
                ConsumerGroup = "test",
                ConsumerId = Guid.NewGuid().ToString(),
                Topic = topic.Name,
                PartitionOffset = new PartitionOffset { Partition = topic.Partition, StartOffset = offset ?? 0 },
                OffsetType = type,
                SlidingWindowSize = 100,
            },
        });
        return subscriber;
    }

    public Task SendAsync(SubscribeMessageRequest request) => call.RequestStream.WriteAsync(request);

    public async Task<List<string>> ReadAsync(int count)
    {
        var values = new List<string>();
        while (values.Count < count)
        {
            Assert.True(await call.ResponseStream.MoveNext(default), "the stream has ended");
            values.Add(call.ResponseStream.Current.Data.Value.ToStringUtf8());
        }

        return values;
    }

    /// <summary>Reads up to a value.</summary>
    public async Task<List<string>> ReadUntilAsync(string last)
    {
        var values = new List<string>();
        while (!values.Contains(last))
            values.AddRange(await ReadAsync(1));
        return values;
    }

    /// <summary>Completes this side and reads what still comes, up to the mark of the end.</summary>
    public async Task<List<SubscribeMessageResponse>> CloseAsync()
    {
        var rest = new List<SubscribeMessageResponse>();
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(default))
            rest.Add(call.ResponseStream.Current.Clone());
        return rest;
    }

    public void Dispose() => call.Dispose();
}
