namespace KafkaGateway.Protocol;

/// <summary>What the wire schema says of one Kafka API.</summary>
public sealed class KafkaApi
{
    private const short ApiVersionsKey = 18;

    private readonly Func<IKafkaMessage> _newRequest;
    private readonly Func<IKafkaMessage> _newResponse;

    internal KafkaApi(
        short key,
        string name,
        VersionSpan versions,
        short firstFlexibleVersion,
        VersionSpan? deprecated,
        Func<IKafkaMessage> newRequest,
        Func<IKafkaMessage> newResponse)
    {
        Key = key;
        Name = name;
        Versions = versions;
        FirstFlexibleVersion = firstFlexibleVersion;
        Deprecated = deprecated;
        _newRequest = newRequest;
        _newResponse = newResponse;
    }

    /// <summary>The api key of request headers.</summary>
    public short Key { get; }

    /// <summary>Kafka's name of it, such as "Produce".</summary>
    public string Name { get; }

    /// <summary>Every version that the schema describes; what a listener serves may be less.</summary>
    public VersionSpan Versions { get; }

    /// <summary>The first version with compact lengths and tagged fields; 32767 where there is none.</summary>
    public short FirstFlexibleVersion { get; }

    /// <summary>The versions that Kafka 4.1 and later no longer accept, if any.</summary>
    public VersionSpan? Deprecated { get; }

    /// <summary>A new request of defaults.</summary>
    public IKafkaMessage NewRequest() => _newRequest();

    /// <summary>A new response of defaults.</summary>
    public IKafkaMessage NewResponse() => _newResponse();

    /// <summary>Whether the version has compact lengths and tagged fields.</summary>
    public bool IsFlexible(short version) => version >= FirstFlexibleVersion;

    /// <summary>The version of the request header: 2 with tagged fields, else 1. It holds for versions above the known ones too.</summary>
    public short RequestHeaderVersion(short version) => IsFlexible(version) ? (short)2 : (short)1;

    /// <summary>The version of the response header: 1 with tagged fields, else 0; ApiVersions is always answered with 0 (KIP-511).</summary>
    public short ResponseHeaderVersion(short version) => IsFlexible(version) && Key != ApiVersionsKey ? (short)1 : (short)0;

    /// <inheritdoc />
    public override string ToString() => $"{Name} ({Key})";
}
