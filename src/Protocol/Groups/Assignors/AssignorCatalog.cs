namespace KafkaGateway.Protocol.Groups.Assignors;

/// <summary>The assignors we have, by the names that clients use.</summary>
public static class AssignorCatalog
{
    private static readonly IAssignor[] All = [new RangeAssignor(), new RoundRobinAssignor()];

    /// <summary>The names, the one that is best first.</summary>
    public static IEnumerable<string> Names => All.Select(assignor => assignor.Name);

    /// <summary>Null for a name that is not known here.</summary>
    public static IAssignor? Find(string? name) => Array.Find(All, assignor => assignor.Name == name);
}
