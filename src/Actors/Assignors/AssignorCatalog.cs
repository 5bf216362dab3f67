namespace KafkaGateway.Actors.Assignors;

/// <summary>The assignors we have, by the names that clients use.</summary>
internal static class AssignorCatalog
{
    private static readonly IAssignor[] All = [new RangeAssignor(), new RoundRobinAssignor()];

    public static IAssignor? Find(string? name) => Array.Find(All, assignor => assignor.Name == name);
}
