namespace KafkaGateway.Contracts.Configuration;

/// <summary>Checks what a broker was given at start.</summary>
internal static class SettingInputs
{
    /// <summary>The texts by name, a later input replacing an earlier one of the same name.</summary>
    /// <exception cref="SettingsException">Names everything that is unknown, invalid or does not go together.</exception>
    public static Dictionary<string, string> Check(IEnumerable<SettingInput> inputs)
    {
        var errors = new List<string>();
        var last = new Dictionary<string, SettingInput>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            last[input.Name] = input;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in last.Values)
        {
            var definition = BrokerConfigs.All.Find(input.Name);
            if ((definition is null ? Unknown(input.Name) : Invalid(definition, input.Value)) is { } error)
            {
                errors.Add(input.Origin is null ? error : $"{error} (from {input.Origin})");
            }
            else
            {
                texts[input.Name] = definition!.Normalize(input.Value);
            }
        }

        CopyNodeId(texts, errors);
        if (errors.Count == 0)
        {
            CheckSessionTimeouts(texts, errors);
        }

        return errors.Count == 0 ? texts : throw new SettingsException(errors);
    }

    private static string Unknown(string name)
    {
        var meant = TopicConfigs.All.Find(name) is { } topic && TopicConfigs.BrokerSynonymsOf(topic) is [var synonym, ..]
            ? synonym.Broker.Name : BrokerConfigs.All.Nearest(name);
        return meant is null ? $"unknown setting '{name}'" : $"unknown setting '{name}'; did you mean '{meant}'?";
    }

    private static string? Invalid(ConfigDefinition definition, string text) =>
        definition.Validate(text) is not { } error ? null
            : definition.Allowed is null ? error : $"{error} (allowed: {definition.Allowed})";

    // As Kafka has it: either name sets both.
    private static void CopyNodeId(Dictionary<string, string> texts, List<string> errors)
    {
        var (node, broker) = (BrokerConfigs.NodeId.Name, BrokerConfigs.BrokerId.Name);
        if (texts.GetValueOrDefault(broker) == "-1")
        {
            texts.Remove(broker);
        }

        if (texts.TryGetValue(node, out var nodeId) && texts.TryGetValue(broker, out var brokerId) && nodeId != brokerId)
        {
            errors.Add($"{node} is {nodeId} and {broker} is {brokerId}; they name the same thing and must be equal");
        }
        else if (texts.TryGetValue(broker, out brokerId))
        {
            texts[node] = brokerId;
        }
        else if (texts.TryGetValue(node, out nodeId))
        {
            texts[broker] = nodeId;
        }
    }

    private static void CheckSessionTimeouts(Dictionary<string, string> texts, List<string> errors)
    {
        var values = BrokerValues.Of([texts]);
        if (values.Get(BrokerConfigs.GroupMinSessionTimeoutMs) > values.Get(BrokerConfigs.GroupMaxSessionTimeoutMs))
        {
            errors.Add(
                $"{BrokerConfigs.GroupMinSessionTimeoutMs} is {values.Get(BrokerConfigs.GroupMinSessionTimeoutMs)}, which is more than "
                + $"{BrokerConfigs.GroupMaxSessionTimeoutMs} with {values.Get(BrokerConfigs.GroupMaxSessionTimeoutMs)}");
        }
    }
}
