using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Bench.Probe;

/// <summary>Produce requests of one record of 100 B, one at a time; prints their p50 and p99 in microseconds.</summary>
internal static class RoundTrips
{
    private const short Version = 7;
    private const int ValueBytes = 100;
    private const int WarmUp = 2_000;

    public static void Measure(WireClient client, string topic, short acks, int count)
    {
        var frame = WireClient.Encode(Request(topic, acks), ProduceRequest.ApiKey, Version);
        CheckOnce(client, topic, acks);
        for (var i = 0; i < WarmUp; i++)
        {
            client.Exchange(frame);
        }

        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            client.Exchange(frame);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times[count / 2]:F0} {times[count * 99 / 100]:F0}"));
    }

    private static void CheckOnce(WireClient client, string topic, short acks)
    {
        var answer = client.Call<ProduceResponse>(Request(topic, acks), ProduceRequest.ApiKey, Version);
        var error = answer.Responses[0].PartitionResponses[0].ErrorCode;
        if (error != ErrorCode.None)
        {
            throw new InvalidOperationException($"produce to {topic}: {error}");
        }
    }

    private static ProduceRequest Request(string topic, short acks)
    {
        using var batch = new RecordBatchBuilder();
        batch.Append(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), null, new byte[ValueBytes]);
        return new ProduceRequest
        {
            Acks = acks,
            TimeoutMs = 10_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = 0, Records = new ReadOnlySequence<byte>(batch.Build()) }] }],
        };
    }
}
