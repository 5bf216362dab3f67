using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Topics;

/// <summary>One topic as it is stored, and the version under which the next write must find it.</summary>
internal sealed class TopicStore(string name, IStateStore store)
{
    /// <summary>The kind of a topic's state; the key is the topic's name.</summary>
    public const string Kind = "topic";

    private long _version;
    private bool _isLoaded;

    /// <summary>The topic, or null where there is none. A value is never changed, only replaced.</summary>
    public TopicDescription? Current { get; private set; }

    /// <summary>Whether the store was read and holds no such topic.</summary>
    public bool IsAbsent => _isLoaded && Current is null;

    /// <summary>Reads the topic if that was not done since the last <see cref="Forget"/>; says whether it had to.</summary>
    public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return false;
        }

        var stored = await store.ReadAsync(Kind, name, cancellationToken);
        if (_isLoaded)
        {
            return false;
        }

        Current = stored is null ? null : StateCodec.Decode<TopicDescription>(stored.Value);
        _version = stored?.Version ?? 0;
        _isLoaded = true;
        return true;
    }

    /// <summary>Whatever the store holds now has to be read again.</summary>
    public void Forget() => _isLoaded = false;

    public async ValueTask WriteAsync(TopicDescription topic)
    {
        _version = await store.WriteAsync(Kind, name, StateCodec.Encode(topic), _version, CancellationToken.None);
        Current = topic;
    }

    public async ValueTask DeleteAsync()
    {
        await store.DeleteAsync(Kind, name, _version, CancellationToken.None);
        Current = null;
        _version = 0;
    }
}
