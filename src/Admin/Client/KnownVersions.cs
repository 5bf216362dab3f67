using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Client;

/// <summary>Which versions of an API this client can use: what the schema describes, but for those below.</summary>
internal static class KnownVersions
{
    private static readonly Dictionary<short, VersionSpan> s_narrower = new()
    {
        // Below, records are message sets.
        [KafkaApis.Produce.Key] = new(3, KafkaApis.Produce.Versions.Highest),
        [KafkaApis.Fetch.Key] = new(4, KafkaApis.Fetch.Versions.Highest),

        // Below, a broker answers a time with a list of segments.
        [KafkaApis.ListOffsets.Key] = new(1, KafkaApis.ListOffsets.Versions.Highest),

        // Below, asking for a topic makes it.
        [KafkaApis.Metadata.Key] = new(4, KafkaApis.Metadata.Versions.Highest),

        // Below, offsets lie in ZooKeeper or cannot all be asked for; above, topics are named by ids, and those of a deleted topic are not known.
        [KafkaApis.OffsetCommit.Key] = new(2, 9),
        [KafkaApis.OffsetFetch.Key] = new(2, 9),

        // Above, topics are given by id as well as by name.
        [KafkaApis.DeleteTopics.Key] = new(KafkaApis.DeleteTopics.Versions.Lowest, 5),

        // Below, it is not said where a setting comes from.
        [KafkaApis.DescribeConfigs.Key] = new(1, KafkaApis.DescribeConfigs.Versions.Highest),
    };

    private static readonly Dictionary<Type, KafkaApi> s_byRequest = KafkaApis.All.ToDictionary(api => api.NewRequest().GetType());

    public static VersionSpan Of(KafkaApi api) => s_narrower.GetValueOrDefault(api.Key, api.Versions);

    /// <summary>The API that a request belongs to.</summary>
    public static KafkaApi ApiOf(IKafkaMessage request) => s_byRequest[request.GetType()];

    /// <summary>The highest version that both know; null where there is none.</summary>
    public static short? Common(KafkaApi api, VersionSpan served)
    {
        var known = Of(api);
        var highest = Math.Min(known.Highest, served.Highest);
        return highest >= known.Lowest && highest >= served.Lowest ? highest : null;
    }
}
