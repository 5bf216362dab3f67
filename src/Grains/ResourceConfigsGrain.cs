using KafkaGateway.Actors.Configuration;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Doors;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using KafkaGateway.Protocol.Messages;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace KafkaGateway.Grains;

/// <summary>Hosts the settings of everything but topics. What is set for brokers acts on all silos before it is answered.</summary>
[Reentrant, RendezvousPlacement, GrainType("resource-configs")]
internal sealed class ResourceConfigsGrain : Grain, IResourceConfigsGrain
{
    private readonly ResourceConfigs _configs;
    private readonly ISiloStatusOracle _silos;

    public ResourceConfigsGrain(SiloPorts silo, ISiloStatusOracle silos)
    {
        _silos = silos;
        _configs = new(silo.States, silo.Actors, silo.Cluster, silo.Settings, TellAllAsync);
    }

    public async ValueTask<ConfigTexts> GetAsync(sbyte type, string name, CancellationToken cancellationToken)
    {
        var texts = await _configs.GetAsync((ConfigResourceType)type, name, cancellationToken);
        return new ConfigTexts { Texts = [.. texts.Select(text => new ConfigTexts.ConfigText { Name = text.Key, Value = text.Value })] };
    }

    public async ValueTask<NameList> ListAsync(sbyte type, CancellationToken cancellationToken) =>
        new() { Names = [.. await _configs.ListAsync((ConfigResourceType)type, cancellationToken)] };

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        _configs.AlterAsync(resource, validateOnly, cancellationToken);

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) =>
        _configs.IncrementalAlterAsync(resource, validateOnly, cancellationToken);

    private async ValueTask TellAllAsync() => await Task.WhenAll(_silos.GetActiveSilos().Select(TellAsync));

    private async Task TellAsync(SiloAddress silo)
    {
        try
        {
            await GrainFactory.GetGrain<ISiloGrain>(silo.ToParsableString()).FollowSettingsAsync(CancellationToken.None);
        }
        catch (Exception failure) when (HostGone.Is(failure))
        {
            // It is going, or looks by itself within a second.
        }
    }
}
