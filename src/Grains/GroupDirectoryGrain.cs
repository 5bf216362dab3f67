using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using KafkaGateway.Protocol.Messages;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace KafkaGateway.Grains;

/// <summary>Lists the groups that exist: those awake are asked, of those asleep the stored state is read.</summary>
[Reentrant, RendezvousPlacement, GrainType("group-directory")]
internal sealed class GroupDirectoryGrain(SiloPorts silo) : Grain, IGroupDirectoryGrain
{
    private const string ConsumerGroups = "consumer-group";

    public async ValueTask<ListGroupsResponse> ListAsync(CancellationToken cancellationToken)
    {
        var awake = await AwakeAsync();
        var directory = new GroupDirectory(silo.States, silo.Offsets, groupId => awake.Contains(groupId) ? silo.Actors.Group(groupId) : null);
        return new ListGroupsResponse { Groups = [.. await directory.ListAsync(cancellationToken)] };
    }

    public async ValueTask<NameList> ListByTopicAsync(string topic, CancellationToken cancellationToken) =>
        new() { Names = await silo.Offsets.ListGroupsAsync(topic, cancellationToken).ToListAsync(cancellationToken) };

    private async ValueTask<HashSet<string>> AwakeAsync()
    {
        var activations = await GrainFactory.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return [.. activations.Where(grain => grain.GrainId.Type.ToString() == ConsumerGroups).Select(grain => NameGrainKey.Parse(grain.GrainId.Key.ToString()!))];
    }
}
