using System.Buffers;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Protocol.Tests.Codec;

public sealed class AllocationTests
{
    private const int PartitionCount = 20;

    [Fact]
    public void Decoding_a_produce_request_allocates_its_objects_and_copies_no_records()
    {
        var octets = EncodeProduce(recordsLength: 100_000);
        Measure(() => Decode(octets));
        // 20 partitions of 64 octets, their list, the topic, its name and list, the request.
        Assert.InRange(Measure(() => Decode(octets)), 1, PartitionCount * 64 + 600);
    }

    [Fact]
    public void Decoded_records_are_slices_of_the_frame()
    {
        var octets = EncodeProduce(recordsLength: 1000);
        var request = Decode(octets);
        var records = request.TopicData[0].PartitionData[3].Records!.Value.First.Span;
        Assert.Equal(1000, records.Length);
        Assert.True(records.Overlaps(octets));
    }

    [Fact]
    public void Encoding_a_fetch_response_with_a_used_writer_allocates_nothing_and_copies_no_large_records()
    {
        var batch = new byte[200_000];
        var response = new FetchResponse
        {
            Responses =
            [
                new()
                {
                    TopicId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
                    Partitions = [.. Enumerable.Range(0, PartitionCount).Select(i => new FetchResponse.PartitionData
                    {
                        PartitionIndex = i,
                        Records = new ReadOnlySequence<byte>(batch),
                    })],
                },
            ],
        };
        using var writer = new KafkaWriter();
        void Encode()
        {
            writer.Reset();
            response.Write(writer, 17);
            writer.GetPieces();
        }

        Encode();
        Assert.Equal(0, Measure(Encode));
        Assert.Equal(PartitionCount, writer.GetPieces().Count(piece => piece.Span == batch));
    }

    private static ProduceRequest Decode(byte[] octets)
    {
        var request = new ProduceRequest();
        var reader = new KafkaReader(octets);
        request.Read(ref reader, 9);
        return request;
    }

    private static byte[] EncodeProduce(int recordsLength)
    {
        var records = new ReadOnlySequence<byte>(new byte[recordsLength]);
        var request = new ProduceRequest
        {
            TopicData = [new() { Name = "topic", PartitionData = [.. Enumerable.Range(0, PartitionCount).Select(i => new ProduceRequest.PartitionProduceData { Index = i, Records = records })] }],
        };
        using var writer = new KafkaWriter();
        request.Write(writer, 9);
        return writer.ToArray();
    }

    private static long Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
