using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Served;

/// <summary>Nothing is advertised that was not asked for here and answered in a form that decodes to the last octet.</summary>
public sealed class EveryVersionTests : KafkaTest
{
    public static TheoryData<short, short> Advertised()
    {
        var data = new TheoryData<short, short>();
        foreach (var api in ServedApis.All)
        {
            for (var version = api.MinVersion; version <= api.MaxVersion; version++)
            {
                data.Add(api.Key, version);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Advertised))]
    public async Task Every_advertised_version_is_answered_and_decodes_strictly(short key, short version)
    {
        var topicId = await Client.CreateTopicAsync(Topic);
        var request = Requests.Sensible(key, version, Topic, topicId, Group);
        var api = await Client.SendAsync(request, version);
        var response = await Client.ReceiveAsync(api, version);
        Assert.Equal(api.NewResponse().GetType(), response.GetType());
        Requests.AssertUnderstood(response, key, version);
    }

    [Fact]
    public async Task ApiVersions_lists_exactly_the_declared_table()
    {
        var response = await Client.CallAsync<ApiVersionsResponse>(
            new ApiVersionsRequest { ClientSoftwareName = "wire", ClientSoftwareVersion = "1" }, 3);
        Assert.Equal(
            ServedApis.All.Select(api => (api.Key, api.MinVersion, api.MaxVersion)),
            response.ApiKeys.Select(api => (api.ApiKey, api.MinVersion, api.MaxVersion)));
    }

    [Fact]
    public async Task ApiVersions_above_the_served_one_is_answered_in_version_0_and_the_connection_stays()
    {
        byte[] frame = [0, 0, 0, 13, 0, 18, 0, 99, 0, 0, 0, 7, 0, 1, (byte)'c', 0, 42];
        await Client.SendRawAsync(frame);
        var answer = await Client.ReceiveFrameAsync();
        var response = (ApiVersionsResponse)WireClient.Decode(KafkaApis.ApiVersions, 0, answer!, out var correlationId);
        Assert.Equal(7, correlationId);
        Assert.Equal(ErrorCode.UnsupportedVersion, response.ErrorCode);
        Assert.Equal((18, 0, 5), ((int)response.ApiKeys.Single().ApiKey, (int)response.ApiKeys[0].MinVersion, (int)response.ApiKeys[0].MaxVersion));
        Assert.Equal(ErrorCode.None, (await Client.CallAsync<ApiVersionsResponse>(new ApiVersionsRequest(), 0)).ErrorCode);
    }

    [Theory]
    [InlineData(0, 99)]
    [InlineData(3, 14)]
    [InlineData(3, -1)]
    [InlineData(4, 0)]
    [InlineData(1000, 0)]
    public async Task Any_other_unsupported_version_or_key_closes_the_connection(short key, short version)
    {
        await Client.SendRawAsync(new byte[] { 0, 0, 0, 10, (byte)(key >> 8), (byte)key, (byte)(version >> 8), (byte)version, 0, 0, 0, 1, 255, 255 });
        Assert.Null(await Client.ReceiveFrameAsync());
    }
}
