namespace KafkaGateway.Cluster.Tests.Monitoring;

/// <summary>Tests of what is measured: meters belong to the whole process, so that nodes of other tests, which come and go, would be measured too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
