using System.CommandLine;
using KafkaGateway.Admin.Client;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Groups;

/// <summary>'groups', after kafka-consumer-groups.sh.</summary>
internal sealed class GroupsCommand
{
    private readonly Option<string[]> _group = Texts("--group", "GROUP", "The group.");
    private readonly Option<bool> _allGroups = Flag("--all-groups", "All groups.");
    private readonly Option<bool> _offsets = Flag("--offsets", "Describe offsets and lag (the default).");
    private readonly Option<bool> _members = Flag("--members", "Describe members.");
    private readonly Option<bool> _verbose = Flag("--verbose", "With --members: the partitions of each.");

    private readonly Option<string?> _state = new("--state")
    {
        Description = "With --describe: the state of the group. With --list: show states, or only groups in some states.",
        HelpName = "STATE,...",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _topic = Texts("--topic", "TOPIC[:P,P...]", "A topic, or some of its partitions.");
    private readonly ResetOptions _reset = new();

    private GroupsCommand()
    {
    }

    public static Command Create(AdminHost host) => new GroupsCommand().Build(host);

    private Command Build(AdminHost host) => host.Create(
        "groups",
        "Lists, describes and deletes consumer groups, and resets their offsets.",
        new CommandAction(Flag("--list", "List groups."), [], [_state], ListAsync),
        new CommandAction(Flag("--describe", "Describe groups."), [], [_group, _allGroups, _offsets, _members, _verbose, _state], DescribeAsync),
        new CommandAction(Flag("--delete", "Delete groups without members."), [], [_group, _allGroups], DeleteAsync),
        new CommandAction(Flag("--delete-offsets", "Forget what groups have committed for topics."), [_group, _topic], [], DeleteOffsetsAsync),
        new CommandAction(
            Flag("--reset-offsets", "Move the offsets of groups without members; by default only shows where to."),
            [],
            [_group, _allGroups, _topic, .. _reset.All],
            ResetAsync));

    private Task ListAsync(Session session) => GroupListing.RunAsync(session, session.IsGiven(_state), GroupStates.Parse(session.Get(_state)));

    private async Task DescribeAsync(Session session)
    {
        var state = session.IsGiven(_state);
        if (session.Get(_state) is not null)
            throw new AdminException("--describe --state takes no states: it shows the state");
        if (state && (session.Get(_members) || session.Get(_offsets)))
            throw new AdminException("--offsets, --members and --state exclude each other");
        if (session.Get(_verbose) && !session.Get(_members))
            throw new AdminException("--verbose goes with --members");
        var membersOnly = session.OneOf(_offsets, _members) == _members;
        var groups = await GroupsAsync(session);
        if (state)
            await StateDescribing.RunAsync(session, groups);
        else if (membersOnly)
            await MemberDescribing.RunAsync(session, groups, session.Get(_verbose));
        else
            await OffsetDescribing.RunAsync(session, groups);
    }

    private async Task DeleteAsync(Session session) => await GroupDeletion.RunAsync(session, await GroupsAsync(session));

    private async Task DeleteOffsetsAsync(Session session) =>
        await OffsetDeletion.RunAsync(session, session.Get(_group)!, TopicPartitionList.Parse(session.Get(_topic)!));

    private async Task ResetAsync(Session session)
    {
        var target = _reset.Target(session);
        await OffsetReset.RunAsync(
            session,
            await GroupsAsync(session),
            _reset.Partitions(session, session.Get(_topic) ?? [], target),
            target,
            _reset.IsExecuted(session),
            _reset.IsExported(session));
    }

    private async Task<IReadOnlyList<string>> GroupsAsync(Session session)
    {
        var named = session.Get(_group) ?? [];
        if (named.Length > 0 == session.Get(_allGroups))
            throw new AdminException("give either --group or --all-groups");
        return named.Length > 0
            ? [.. named.Distinct()]
            : [.. (await GroupCalls.ListAsync(session)).Select(group => group.Group)];
    }
}
