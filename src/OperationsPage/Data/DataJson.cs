using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaGateway.OperationsPage.Data;

/// <summary>How the data is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ClusterData))]
[JsonSerializable(typeof(TopicsData))]
[JsonSerializable(typeof(TopicData))]
[JsonSerializable(typeof(TopicGroupsData))]
[JsonSerializable(typeof(GroupsData))]
[JsonSerializable(typeof(GroupData))]
[JsonSerializable(typeof(ErrorData))]
internal sealed partial class DataJson : JsonSerializerContext;

/// <summary>Why there is no data.</summary>
internal sealed record ErrorData(string Error);
