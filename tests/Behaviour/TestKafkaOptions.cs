namespace KafkaGateway.Behaviour;

/// <summary>What a test asks of the Kafka that it is given.</summary>
internal sealed class TestKafkaOptions
{
    /// <summary>Settings that every node is started with, by their Kafka names. A test that asks for any has its Kafka for itself.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the test must have its Kafka for itself, as one that changes the settings of brokers.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>Whether other tests may use the same one.</summary>
    public bool MayBeShared => !IsPrivate && Settings.Count == 0;

    /// <summary>What to start nodes with: the settings asked for and, where the test has not said otherwise, groups that form at once.</summary>
    public IReadOnlyDictionary<string, string> EffectiveSettings
    {
        get
        {
            var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal);
            settings.TryAdd("group.initial.rebalance.delay.ms", "0");
            return settings;
        }
    }

    /// <summary>The options as a test made them.</summary>
    public static TestKafkaOptions From(Action<TestKafkaOptions>? configure)
    {
        var options = new TestKafkaOptions();
        configure?.Invoke(options);
        return options;
    }
}
