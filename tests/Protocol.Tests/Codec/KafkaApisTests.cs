using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Protocol.Tests.Codec;

public sealed class KafkaApisTests
{
    [Fact]
    public void An_api_is_found_by_its_key_and_knows_its_versions()
    {
        var produce = KafkaApis.Find(ProduceRequest.ApiKey)!;
        Assert.Same(KafkaApis.Produce, produce);
        Assert.Equal("Produce", produce.Name);
        Assert.Equal(new VersionSpan(0, 13), produce.Versions);
        Assert.Equal(new VersionSpan(0, 2), produce.Deprecated);
        Assert.Equal(9, produce.FirstFlexibleVersion);
        Assert.IsType<ProduceRequest>(produce.NewRequest());
        Assert.IsType<ProduceResponse>(produce.NewResponse());
        Assert.Null(KafkaApis.Find(7));
        Assert.Null(KafkaApis.Find(-1));
    }

    [Fact]
    public void Apis_are_listed_by_ascending_key() =>
        Assert.Equal(KafkaApis.All.Select(api => api.Key).Order(), KafkaApis.All.Select(api => api.Key));

    [Fact]
    public void Every_constant_agrees_with_the_register()
    {
        foreach (var api in KafkaApis.All)
            foreach (var type in new[] { api.NewRequest().GetType(), api.NewResponse().GetType() })
            {
                short Constant(string name) => (short)type.GetField(name)!.GetRawConstantValue()!;
                Assert.Equal(api.Key, Constant("ApiKey"));
                Assert.Equal(api.Versions, new VersionSpan(Constant("LowestVersion"), Constant("HighestVersion")));
                Assert.Equal(api.FirstFlexibleVersion, Constant("FirstFlexibleVersion"));
            }
    }

    [Theory]
    [InlineData(0, 8, 1, 0)]
    [InlineData(0, 9, 2, 1)]
    [InlineData(17, 1, 1, 0)]
    [InlineData(18, 2, 1, 0)]
    [InlineData(18, 3, 2, 0)]
    [InlineData(18, 99, 2, 0)]
    [InlineData(75, 0, 2, 1)]
    public void Flexible_versions_have_headers_with_tagged_fields_but_for_the_answer_of_ApiVersions(short key, short version, short request, short response)
    {
        var api = KafkaApis.Find(key)!;
        Assert.Equal(request, api.RequestHeaderVersion(version));
        Assert.Equal(response, api.ResponseHeaderVersion(version));
    }

    [Fact]
    public void A_span_holds_both_its_ends()
    {
        var span = new VersionSpan(3, 5);
        Assert.Equal([false, true, true, false], new short[] { 2, 3, 5, 6 }.Select(span.Contains));
    }
}
