using System.Buffers;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>Octets put together by hand from the protocol's description.</summary>
public sealed class KnownOctetsTests
{
    private static readonly Guid SomeId = new("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void Request_header_v2_keeps_the_int16_length_of_the_client_id() => Check(
        "00 12 | 00 03 | 00 00 00 07 | 00 03 61 62 63 | 00",
        new RequestHeader { RequestApiKey = 18, RequestApiVersion = 3, CorrelationId = 7, ClientId = "abc" },
        2);

    [Fact]
    public void Request_header_v1_has_no_tagged_fields_and_may_have_no_client_id() => Check(
        "00 00 | 00 08 | 7F FF FF FF | FF FF",
        new RequestHeader { RequestApiKey = 0, RequestApiVersion = 8, CorrelationId = int.MaxValue, ClientId = null },
        1);

    [Fact]
    public void Response_headers_are_a_correlation_id_and_from_v1_on_tagged_fields()
    {
        Check("FF FF FF FE", new ResponseHeader { CorrelationId = -2 }, 0);
        Check("FF FF FF FE | 00", new ResponseHeader { CorrelationId = -2 }, 1);
    }

    [Fact]
    public void ApiVersions_request_v3() => Check(
        "0B 61 70 61 63 68 65 2D 6A 76 6D | 06 34 2E 30 2E 30 | 00",
        new ApiVersionsRequest { ClientSoftwareName = "apache-jvm", ClientSoftwareVersion = "4.0.0" },
        3);

    [Fact]
    public void ApiVersions_request_v0_is_empty() => Check("", new ApiVersionsRequest(), 0);

    [Fact]
    public void ApiVersions_response_v0() => Check(
        "00 23 | 00 00 00 01 | 00 12 00 00 00 04",
        new ApiVersionsResponse
        {
            ErrorCode = ErrorCode.UnsupportedVersion,
            ApiKeys = [new() { ApiKey = 18, MinVersion = 0, MaxVersion = 4 }],
        },
        0);

    [Fact]
    public void ApiVersions_response_v3_with_features_in_its_tagged_fields() => Check(
        "00 00 | 02 | 00 00 00 00 00 0D 00 | 00 00 00 00 |" +
        "02 | 01 08 00 00 00 00 00 00 00 2A | 02 0B 02 | 05 6B 2E 76 31 | 00 03 00 01 00",
        new ApiVersionsResponse
        {
            ApiKeys = [new() { ApiKey = 0, MinVersion = 0, MaxVersion = 13 }],
            FinalizedFeaturesEpoch = 42,
            FinalizedFeatures = [new() { Name = "k.v1", MaxVersionLevel = 3, MinVersionLevel = 1 }],
        },
        3);

    [Fact]
    public void Metadata_request_v12_tells_all_topics_from_none()
    {
        Check("00 | 01 | 00 | 00", new MetadataRequest { Topics = null }, 12);
        Check("01 | 00 | 01 | 00", new MetadataRequest { Topics = [], AllowAutoTopicCreation = false, IncludeTopicAuthorizedOperations = true }, 12);
    }

    [Fact]
    public void Metadata_request_v12_by_name_and_by_id() => Check(
        "03 |" +
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 | 03 74 31 | 00 |" +
        "00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF | 00 | 00 |" +
        "01 | 00 | 00",
        new MetadataRequest { Topics = [new() { Name = "t1" }, new() { TopicId = SomeId, Name = null }] },
        12);

    [Fact]
    public void Metadata_response_v12() => Check(
        "00 00 00 00 |" +
        "02 | 00 00 00 01 | 0A 6C 6F 63 61 6C 68 6F 73 74 | 00 00 23 84 | 00 | 00 |" +
        "04 63 69 64 | 00 00 00 01 |" +
        "02 | 00 00 | 02 74 | 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF | 00 |" +
        "02 | 00 00 | 00 00 00 00 | 00 00 00 01 | 00 00 00 05 | 02 00 00 00 01 | 02 00 00 00 01 | 01 | 00 |" +
        "80 00 00 00 | 00 | 00",
        new MetadataResponse
        {
            Brokers = [new() { NodeId = 1, Host = "localhost", Port = 9092 }],
            ClusterId = "cid",
            ControllerId = 1,
            Topics =
            [
                new()
                {
                    Name = "t",
                    TopicId = SomeId,
                    Partitions = [new() { PartitionIndex = 0, LeaderId = 1, LeaderEpoch = 5, ReplicaNodes = [1], IsrNodes = [1] }],
                },
            ],
        },
        12);

    [Fact]
    public void Produce_request_v9() => Check(
        "00 | FF FF | 00 00 75 30 | 02 | 02 74 | 02 | 00 00 00 00 | 05 DE AD BE EF | 00 | 00 | 00",
        ProduceOf([0xDE, 0xAD, 0xBE, 0xEF]),
        9);

    [Fact]
    public void Produce_request_v8_has_fixed_lengths_and_no_tagged_fields() => Check(
        "FF FF | FF FF | 00 00 75 30 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00 00 04 DE AD BE EF",
        ProduceOf([0xDE, 0xAD, 0xBE, 0xEF]),
        8);

    [Fact]
    public void Produce_response_v10_names_the_current_leader_in_tagged_fields() => Check(
        "02 | 02 74 | 02 | 00 00 00 00 | 00 06 | FF FF FF FF FF FF FF FF | FF FF FF FF FF FF FF FF | FF FF FF FF FF FF FF FF | 01 | 00 |" +
        "01 | 00 09 00 00 00 02 00 00 00 07 00 | 00 | 00 00 00 00 |" +
        "01 | 00 0D | 02 00 00 00 02 02 68 00 00 23 84 00 00",
        new ProduceResponse
        {
            Responses =
            [
                new()
                {
                    Name = "t",
                    PartitionResponses =
                    [
                        new() { ErrorCode = ErrorCode.NotLeaderOrFollower, BaseOffset = -1, CurrentLeader = new() { LeaderId = 2, LeaderEpoch = 7 } },
                    ],
                },
            ],
            NodeEndpoints = [new() { NodeId = 2, Host = "h", Port = 9092 }],
        },
        10);

    [Fact]
    public void A_nullable_struct_begins_with_a_marker()
    {
        Check("01 | 00 00 07 D0 | FF | 00", new DescribeTopicPartitionsRequest(), 0);
        Check(
            "01 | 00 00 07 D0 | 01 02 74 00 00 00 03 00 | 00",
            new DescribeTopicPartitionsRequest { Cursor = new() { TopicName = "t", PartitionIndex = 3 } },
            0);
    }

    [Fact]
    public void Consumer_protocol_subscription_v3_is_never_compact() => Check(
        "00 00 00 01 00 01 74 | FF FF FF FF | 00 00 00 01 00 01 74 00 00 00 01 00 00 00 00 | FF FF FF FF | 00 01 72",
        new ConsumerProtocolSubscription
        {
            Topics = ["t"],
            UserData = null,
            OwnedPartitions = [new() { Topic = "t", Partitions = [0] }],
            GenerationId = -1,
            RackId = "r",
        },
        3);

    private static ProduceRequest ProduceOf(byte[] records) => new()
    {
        Acks = -1,
        TimeoutMs = 30000,
        TopicData = [new() { Name = "t", PartitionData = [new() { Index = 0, Records = new ReadOnlySequence<byte>(records) }] }],
    };

    private static void Check(string octets, IKafkaMessage message, short version)
    {
        var expected = Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal));
        using var writer = new KafkaWriter();
        message.Write(writer, version);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(writer.ToArray()));

        var back = (IKafkaMessage)Activator.CreateInstance(message.GetType())!;
        var reader = new KafkaReader(expected);
        back.Read(ref reader, version);
        Assert.Equal(0, reader.Remaining);
        SameMessage.Check(message, back, message.GetType().Name);
    }
}
