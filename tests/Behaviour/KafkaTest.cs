using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour;

/// <summary>A test with a client of a Kafka that it may share with other tests, and with names that no other test has.</summary>
public abstract class KafkaTest : IAsyncLifetime
{
    private readonly string _suffix = $"-{Guid.NewGuid():N}"[..9];

    private protected TestKafka Kafka { get; private set; } = null!;

    private protected WireClient Client { get; private set; } = null!;

    /// <summary>The topic of a test that needs only one.</summary>
    private protected string Topic => Name("t");

    /// <summary>The group of a test that needs only one.</summary>
    private protected string Group => Name("g");

    public virtual async Task InitializeAsync()
    {
        Kafka = await TestKafka.StartAsync(Configure);
        Client = await Kafka.ConnectAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Kafka.DisposeAsync();
    }

    private protected virtual void Configure(TestKafkaOptions options)
    {
    }

    /// <summary>What a topic or group is really called that is called so in this test. Names keep their alphabetical order.</summary>
    private protected string Name(string inTest) => inTest + _suffix;

    /// <summary>Of the names that Kafka lists, those that this test gave, as it gave them.</summary>
    private protected IEnumerable<string> Own(IEnumerable<string?> names) =>
        names.Where(IsOwn).Select(name => name![..^_suffix.Length]);

    /// <summary>Whether it is the name of something that this test made.</summary>
    private protected bool IsOwn(string? name) => name?.EndsWith(_suffix, StringComparison.Ordinal) == true;
}
