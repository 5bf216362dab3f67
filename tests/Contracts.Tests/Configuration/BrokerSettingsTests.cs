using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Contracts.Tests.Configuration;

public class BrokerSettingsTests
{
    [Fact]
    public void Without_settings_everything_has_Kafkas_default()
    {
        var settings = BrokerSettings.Of();

        Assert.Equal(1, settings[BrokerConfigs.NumPartitions]);
        Assert.True(settings[BrokerConfigs.AutoCreateTopicsEnable]);
        Assert.Equal(1_048_588, settings[BrokerConfigs.MessageMaxBytes]);
        Assert.Equal("producer", settings[BrokerConfigs.CompressionType]);
        Assert.Equal(["delete"], settings[BrokerConfigs.LogCleanupPolicy]);
        Assert.Null(settings.Get(BrokerConfigs.LogRetentionMs));
        Assert.Equal(3000, settings[BrokerConfigs.GroupInitialRebalanceDelayMs]);
    }

    [Fact]
    public void The_later_of_two_inputs_with_one_name_wins()
    {
        var settings = BrokerSettings.Create([new("num.partitions", "3", "appsettings.json"), new("num.partitions", " 4 ", "the command line")]);

        Assert.Equal(4, settings[BrokerConfigs.NumPartitions]);
    }

    [Fact]
    public void Everything_wrong_is_named_at_once_with_what_is_allowed_and_where_it_came_from()
    {
        var error = Assert.Throws<SettingsException>(() => BrokerSettings.Create(
        [
            new("num.partition", "3", "the command line"),
            new("num.partitions", "0", "the environment"),
            new("log.flush", "sometimes"),
            new("retention.ms", "5"),
            new("message.max.bytes", "many"),
            new("auto.create.topics.enable", "yes"),
        ]));

        Assert.Equal(
            [
                "unknown setting 'num.partition'; did you mean 'num.partitions'? (from the command line)",
                "Invalid value 0 for configuration num.partitions: Value must be at least 1 (allowed: at least 1) (from the environment)",
                "Invalid value sometimes for configuration log.flush: String must be one of: acks-all, never (allowed: acks-all, never)",
                "unknown setting 'retention.ms'; did you mean 'log.retention.ms'?",
                "Invalid value many for configuration message.max.bytes: Not a number of type INT (allowed: at least 0)",
                "Invalid value yes for configuration auto.create.topics.enable: Expected value to be either true or false",
            ],
            error.Errors);
        Assert.Contains("num.partition", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broker_id_and_node_id_are_one_setting_under_two_names()
    {
        Assert.Equal(7, BrokerSettings.Of(("broker.id", "7")).NodeId);
        Assert.Equal(7, BrokerSettings.Of(("node.id", "7"))[BrokerConfigs.BrokerId]);
        Assert.Equal(7, BrokerSettings.Of(("node.id", "7"), ("broker.id", "-1")).NodeId);
        Assert.Throws<SettingsException>(() => BrokerSettings.Of(("node.id", "7"), ("broker.id", "8")));
    }

    [Fact]
    public void Session_timeouts_must_leave_a_choice()
    {
        var error = Assert.Throws<SettingsException>(() => BrokerSettings.Of(("group.min.session.timeout.ms", "9"), ("group.max.session.timeout.ms", "8")));

        Assert.Contains("group.min.session.timeout.ms is 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_listing_tells_value_source_type_synonyms_and_what_is_read_only()
    {
        var settings = BrokerSettings.Of(("num.partitions", "4"));

        var entries = settings.List().ToDictionary(entry => entry.Definition.Name);
        var partitions = entries["num.partitions"];
        Assert.Equal(("4", ConfigSource.StaticBrokerConfig, true), (partitions.Value, partitions.Source, partitions.IsReadOnly));
        Assert.Equal(
            [new ConfigSynonym("num.partitions", "4", ConfigSource.StaticBrokerConfig), new("num.partitions", "1", ConfigSource.DefaultConfig)],
            partitions.Synonyms);
        var retention = entries["log.retention.ms"];
        Assert.Equal((null, ConfigSource.DefaultConfig, false), (retention.Value, retention.Source, retention.IsReadOnly));
        Assert.Equal(ConfigType.Long, retention.Definition.Type);
        Assert.Equal("0.5", entries["log.cleaner.min.cleanable.ratio"].Value);
    }

    [Fact]
    public void What_is_set_at_run_time_goes_before_what_was_given_at_start_and_can_be_taken_back()
    {
        var settings = BrokerSettings.Of(("message.max.bytes", "1000"));

        settings.ApplyDynamic(
            new Dictionary<string, string> { ["message.max.bytes"] = "3000" }, new Dictionary<string, string> { ["message.max.bytes"] = "2000" });
        Assert.Equal(3000, settings[BrokerConfigs.MessageMaxBytes]);
        Assert.Equal(
            ["3000", "2000", "1000", "1048588"],
            settings.List().Single(entry => entry.Definition == BrokerConfigs.MessageMaxBytes).Synonyms.Select(synonym => synonym.Value));

        settings.ApplyDynamic(new Dictionary<string, string>(), new Dictionary<string, string>());
        Assert.Equal(1000, settings[BrokerConfigs.MessageMaxBytes]);
    }
}
