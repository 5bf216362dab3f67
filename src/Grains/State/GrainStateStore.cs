using System.Globalization;
using KafkaGateway.Contracts.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace KafkaGateway.Grains.State;

/// <summary>
/// The states of actors in an Orleans storage provider: the kind names the state, kind and key the grain, the provider's etag is the version.
/// What a provider cannot do is list.
/// </summary>
/// <param name="storage">The provider.</param>
/// <param name="nameOf">What a key is called there.</param>
/// <param name="list">Lists the states of a kind.</param>
internal sealed class GrainStateStore(
    IGrainStorage storage, Func<string, string> nameOf, Func<string, CancellationToken, IAsyncEnumerable<StoredState>> list) : IStateStore
{
    public ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken) => GuardAsync(kind, key, async grain =>
    {
        var state = new GrainState<StateBytes>();
        await storage.ReadStateAsync(kind, grain, state);
        return state.RecordExists ? new StoredState(key, state.State?.Octets ?? default, VersionOf(state)) : null;
    });

    public ValueTask<long> WriteAsync(
        string kind, string key, ReadOnlyMemory<byte> value, long expectedVersion, CancellationToken cancellationToken) =>
        GuardAsync(kind, key, async grain =>
        {
            var state = new GrainState<StateBytes>(new StateBytes(value), EtagOf(expectedVersion)) { RecordExists = expectedVersion > 0 };
            await storage.WriteStateAsync(kind, grain, state);
            return VersionOf(state);
        });

    public async ValueTask DeleteAsync(string kind, string key, long expectedVersion, CancellationToken cancellationToken)
    {
        if (expectedVersion == 0)
        {
            if (await ReadAsync(kind, key, cancellationToken) is { } stored)
                throw new StateConflictException($"State {kind}/{key} is at version {stored.Version}, not 0.");
            return;
        }

        await GuardAsync(kind, key, async grain =>
        {
            await storage.ClearStateAsync(kind, grain, new GrainState<StateBytes>(new StateBytes(default), EtagOf(expectedVersion)) { RecordExists = true });
            return true;
        });
    }

    public IAsyncEnumerable<StoredState> ListAsync(string kind, CancellationToken cancellationToken) => list(kind, cancellationToken);

    private static string? EtagOf(long version) => version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);

    private static long VersionOf(GrainState<StateBytes> state) => long.Parse(state.ETag!, CultureInfo.InvariantCulture);

    private async ValueTask<T> GuardAsync<T>(string kind, string key, Func<GrainId, Task<T>> call)
    {
        try
        {
            return await call(GrainId.Create(kind, nameOf(key)));
        }
        catch (InconsistentStateException conflict)
        {
            throw new StateConflictException($"State {kind}/{key} was written by another owner: {conflict.Message}", conflict);
        }
        catch (Exception failure) when (failure is not StateConflictException)
        {
            throw new StorageException($"State {kind}/{key}: {failure.Message}", failure);
        }
    }
}
