using System.Globalization;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Shared.Load;

namespace KafkaGateway.SeaweedMqProcess.Tests.Faults;

/// <summary>A producer that does not outlive its gateway, so that nothing is sent again: 0, 1, 2, ... to one partition with acks=all.</summary>
internal sealed class LastWords
{
    private const short Version = 9;
    private const int UnderWay = 100;
    private readonly TaskCompletionSource _isHeard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LastWords(string address, string topic, int partition) => Acknowledged = WriteAsync(address, topic, partition);

    /// <summary>Completes when two were acknowledged: the first, and one that waited for it.</summary>
    public Task IsHeard => _isHeard.Task;

    /// <summary>How many were acknowledged in the end, when the connection has broken.</summary>
    public Task<int> Acknowledged { get; }

    public static LastWords Begin(string address, string topic, int partition) => new(address, topic, partition);

    private async Task<int> WriteAsync(string address, string topic, int partition)
    {
        await using var client = new ClusterClient([address], first: 0);
        var (sent, acknowledged) = (0, 0);
        while (true)
        {
            for (; sent < acknowledged + UnderWay; sent++)
            {
                var batch = TestBatches.Of(sent.ToString(CultureInfo.InvariantCulture));
                if (!await client.TrySendAsync(WireCalls.ProduceRequest(topic, batch, partition), Version, CancellationToken.None))
                    return acknowledged;
            }

            if (await client.TryReceiveAsync<ProduceResponse>(ProduceRequest.ApiKey, Version) is not { } response)
                return acknowledged;
            var answer = response.Responses[0].PartitionResponses[0];
            Assert.Equal((ErrorCode.None, acknowledged), (answer.ErrorCode, answer.BaseOffset));
            if (++acknowledged == 2)
                _isHeard.SetResult();
        }
    }
}
