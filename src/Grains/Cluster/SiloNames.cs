using Orleans.Runtime;

namespace KafkaGateway.Grains.Cluster;

/// <summary>What Orleans knows of the silos, by the names that outlive their processes.</summary>
internal sealed class SiloNames(ISiloStatusOracle silos)
{
    /// <summary>Whether every process that had that name is dead; false of a name that Orleans does not know.</summary>
    public bool IsDead(string name)
    {
        var isKnown = false;
        foreach (var (address, status) in silos.GetApproximateSiloStatuses())
        {
            if (!silos.TryGetSiloName(address, out var itsName) || itsName != name)
                continue;
            if (status != SiloStatus.Dead)
                return false;
            isKnown = true;
        }

        return isKnown;
    }
}
