using System.CommandLine;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Topics;

/// <summary>'topics', after kafka-topics.sh.</summary>
internal sealed class TopicsCommand
{
    private readonly Option<string?> _topic = Text(
        "--topic", "NAME,...", "The topic to create; or which to list, describe, alter or delete: names or regular expressions, parted by commas.");

    private readonly Option<bool> _excludeInternal = Flag("--exclude-internal", "Leave internal topics out.");
    private readonly Option<bool> _underReplicated = Flag("--under-replicated-partitions", "Only partitions with replicas that are not in sync.");
    private readonly Option<bool> _unavailable = Flag("--unavailable-partitions", "Only partitions whose leader is not available.");
    private readonly Option<bool> _underMinIsr = Flag("--under-min-isr-partitions", "Only partitions with fewer replicas in sync than min.insync.replicas.");
    private readonly Option<bool> _atMinIsr = Flag("--at-min-isr-partitions", "Only partitions with just min.insync.replicas in sync.");
    private readonly Option<bool> _withOverrides = Flag("--topics-with-overrides", "Only topics with settings of their own, without their partitions.");
    private readonly Option<int?> _partitions = Number<int>("--partitions", "N", "How many partitions; by default the broker's num.partitions.");
    private readonly Option<short?> _replicationFactor = Number<short>(
        "--replication-factor", "N", "How many replicas; by default the broker's default.replication.factor.");

    private readonly Option<string[]> _config = Texts("--config", "NAME=VALUE", "A setting of the new topic.");
    private readonly Option<bool> _ifNotExists = Flag("--if-not-exists", "Do nothing where the topic exists.");
    private readonly Option<bool> _ifExists = Flag("--if-exists", "Do nothing where no topic of that name exists.");

    private TopicsCommand()
    {
    }

    public static Command Create(AdminHost host) => new TopicsCommand().Build(host);

    private Command Build(AdminHost host) => host.Create(
        "topics",
        "Lists, describes, creates, alters and deletes topics.",
        new CommandAction(Flag("--list", "List names."), [], [_topic, _excludeInternal], ListAsync),
        new CommandAction(
            Flag("--describe", "Describe topics and their partitions."),
            [],
            [_topic, _excludeInternal, _underReplicated, _unavailable, _underMinIsr, _atMinIsr, _withOverrides, _ifExists],
            DescribeAsync),
        new CommandAction(Flag("--create", "Create a topic."), [_topic], [_partitions, _replicationFactor, _config, _ifNotExists], CreateAsync),
        new CommandAction(Flag("--alter", "Add partitions to topics."), [_topic, _partitions], [_ifExists], AlterAsync),
        new CommandAction(Flag("--delete", "Delete topics."), [_topic], [_ifExists], DeleteAsync));

    private Task ListAsync(Session session) => TopicListing.RunAsync(session, Selection(session));

    private Task DescribeAsync(Session session)
    {
        var only = session.OneOf(_underReplicated, _unavailable, _underMinIsr, _atMinIsr, _withOverrides);
        var filter =
            only == _underReplicated ? PartitionFilter.UnderReplicated
            : only == _unavailable ? PartitionFilter.Unavailable
            : only == _underMinIsr ? PartitionFilter.UnderMinIsr
            : only == _atMinIsr ? PartitionFilter.AtMinIsr
            : PartitionFilter.None;
        return TopicDescribing.RunAsync(session, Selection(session), filter, only == _withOverrides);
    }

    private Task CreateAsync(Session session) => TopicCreation.RunAsync(
        session,
        new NewTopic(session.Get(_topic)!, session.Get(_partitions), session.Get(_replicationFactor), session.Get(_config) ?? []),
        session.Get(_ifNotExists));

    private Task AlterAsync(Session session) => TopicGrowth.RunAsync(session, Selection(session), session.Get(_partitions)!.Value);

    private Task DeleteAsync(Session session) => TopicDeletion.RunAsync(session, Selection(session));

    private TopicSelection Selection(Session session) =>
        new(NamePattern.Of(session.Get(_topic)), session.Get(_excludeInternal), session.Get(_ifExists));
}
