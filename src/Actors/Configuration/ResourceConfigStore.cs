using System.Collections.Immutable;
using System.Globalization;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Configuration;

/// <summary>What resources set, in memory as it is stored.</summary>
internal sealed class ResourceConfigStore(IStateStore store)
{
    private const string Kind = "resource-config";

    private Dictionary<(ConfigResourceType Type, string Name), Stored>? _stored;

    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (_stored is not null)
        {
            return;
        }

        var stored = new Dictionary<(ConfigResourceType, string), Stored>();
        await foreach (var state in store.ListAsync(Kind, cancellationToken))
        {
            var configs = StateCodec.Decode<ResourceConfigsState>(state.Value).Configs
                .ToImmutableSortedDictionary(config => config.Name, config => config.Value, StringComparer.Ordinal);
            var separator = state.Key.IndexOf('/', StringComparison.Ordinal);
            var type = (ConfigResourceType)sbyte.Parse(state.Key.AsSpan(0, separator), CultureInfo.InvariantCulture);
            stored[(type, state.Key[(separator + 1)..])] = new Stored(configs, state.Version);
        }

        _stored ??= stored;
    }

    /// <summary>Whatever the store holds now has to be read again.</summary>
    public void Forget() => _stored = null;

    public ImmutableSortedDictionary<string, string> Get(ConfigResourceType type, string name) =>
        _stored!.TryGetValue((type, name), out var stored) ? stored.Configs : Nothing;

    public IReadOnlyList<string> Names(ConfigResourceType type) =>
        [.. _stored!.Keys.Where(key => key.Type == type).Select(key => key.Name).Order(StringComparer.Ordinal)];

    public async ValueTask WriteAsync(ConfigResourceType type, string name, ImmutableSortedDictionary<string, string> configs)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{(sbyte)type}/{name}");
        var version = _stored!.TryGetValue((type, name), out var stored) ? stored.Version : 0;
        if (configs.IsEmpty)
        {
            await store.DeleteAsync(Kind, key, version, CancellationToken.None);
            _stored.Remove((type, name));
            return;
        }

        var state = new ResourceConfigsState
        {
            Configs = [.. configs.Select(config => new ResourceConfigsState.ResourceConfig { Name = config.Key, Value = config.Value })],
        };
        version = await store.WriteAsync(Kind, key, StateCodec.Encode(state), version, CancellationToken.None);
        _stored[(type, name)] = new Stored(configs, version);
    }

    private static ImmutableSortedDictionary<string, string> Nothing { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private sealed record Stored(ImmutableSortedDictionary<string, string> Configs, long Version);
}
