using System.Reflection;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Tests.Codec;

namespace KafkaGateway.Cluster.Tests.Messages;

/// <summary>Every message of the grains' calls can cross between processes, and loses nothing on the way.</summary>
public sealed class RelayedMessagesTests : IDisposable
{
    private const int Seeds = 40;
    private readonly CodecProcess _process = new();

    public static TheoryData<string> Names => [.. RelayedMessages.All.Select(message => message.Type.FullName!)];

    public void Dispose() => _process.Dispose();

    [Fact]
    public void Every_message_that_a_grain_takes_or_answers_with_is_there()
    {
        var interfaces = typeof(IPartitionGrain).Assembly.GetTypes()
            .Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type)).ToList();
        Assert.True(interfaces.Count > 8);
        var used = interfaces.SelectMany(type => type.GetInterfaces().Append(type))
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .SelectMany(Parts)
            .Where(typeof(IKafkaMessage).IsAssignableFrom)
            .ToHashSet();
        Assert.Contains(typeof(JoinGroupRequest), used);
        Assert.Equal(used.Select(type => type.FullName).Order(), RelayedMessages.All.Select(message => message.Type.FullName).Order());
    }

    [Fact]
    public void No_two_messages_have_the_same_number() =>
        Assert.Equal(RelayedMessages.All.Count, RelayedMessages.All.Select(message => message.Number).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_in_a_version_that_the_schema_has(string name)
    {
        var relayed = Find(name);
        var version = relayed.VersionOf(relayed.Create());
        Assert.InRange(version, Bound(relayed, "LowestVersion"), Bound(relayed, "HighestVersion"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_field_arrives(string name)
    {
        var relayed = Find(name);
        for (var seed = 0; seed < Seeds; seed++)
            Crosses(Random(relayed, relayed.VersionOf(relayed.Create()), seed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_commit_arrives_whole_from_clients_of_every_age(short version)
    {
        var relayed = Find(typeof(OffsetCommitRequest).FullName!);
        for (var seed = 0; seed < Seeds; seed++)
            Crosses(Random(relayed, version, seed));
    }

    [Fact]
    public void In_one_process_a_message_is_handed_over_as_it_is()
    {
        var message = Random(RelayedMessages.All[0], 0, seed: 1);
        Assert.Same(message, _process.Copy<object>(message));
    }

    [Fact]
    public void A_message_that_cannot_be_written_is_no_fault_of_the_clients()
    {
        var unwritable = new LeaveGroupRequest { MemberId = "the newest version has no room for it" };
        var failure = Assert.Throws<NotRelayedException>(() => _process.Write(unwritable));
        Assert.Contains(nameof(LeaveGroupRequest), failure.Message, StringComparison.Ordinal);

        // And leaves nothing behind for the next one.
        Crosses(new LeaveGroupRequest { GroupId = "g" });
    }

    private static RelayedMessage Find(string name) => RelayedMessages.All.Single(message => message.Type.FullName == name);

    private static IKafkaMessage Random(RelayedMessage relayed, short version, int seed)
    {
        var schema = SchemaMessage.All.Single(message => message.Type == (relayed.Type.DeclaringType ?? relayed.Type));
        var random = new RandomMessage(schema, version, seed);
        return relayed.Type.DeclaringType is null ? random.Make() : (IKafkaMessage)random.Make(schema.Schema.Find(relayed.Type.Name));
    }

    private static short Bound(RelayedMessage relayed, string name) =>
        (short)(relayed.Type.DeclaringType ?? relayed.Type).GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : [type];

    private void Crosses(IKafkaMessage message) => SameMessage.Check(message, _process.Read(_process.Write(message)), message.GetType().Name);
}
