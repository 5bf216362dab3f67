namespace KafkaGateway.Shared.History;

/// <summary>A partition as the history names it.</summary>
internal readonly record struct Place(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}/{Partition}";
}

/// <summary>One thing that a client saw.</summary>
internal abstract record Observation;

/// <summary>A producer was told that its number has that offset; -1 where it was told only that it is there.</summary>
internal sealed record Acknowledged(Place Place, int Number, long Offset) : Observation;

/// <summary>A consumer was given a number.</summary>
internal sealed record Polled(string Consumer, Place Place, long Offset, int Number) : Observation;

/// <summary>In the end the log has that number there.</summary>
internal sealed record Stored(Place Place, long Offset, int Number) : Observation;

/// <summary>A commit was acknowledged.</summary>
internal sealed record Committed(string Group, Place Place, long Offset) : Observation;

/// <summary>A committed offset was asked for after everything before this was acknowledged.</summary>
internal sealed record CommitRead(string Group, Place Place, long Offset) : Observation;

/// <summary>How long a group with live members took to be stable after the last kill; null where it was not when patience ended.</summary>
internal sealed record GroupSettled(string Group, TimeSpan? Took) : Observation;

/// <summary>An answer that no client retries by itself.</summary>
internal sealed record FatalAnswer(string Client, string What) : Observation;

/// <summary>What all clients saw, each client's observations in its order. Safe for threads.</summary>
internal sealed class ClusterHistory
{
    private readonly Lock _gate = new();
    private readonly List<Observation> _observations = [];

    public IReadOnlyList<Observation> Observations
    {
        get
        {
            lock (_gate)
                return [.. _observations];
        }
    }

    public void Add(Observation observation)
    {
        lock (_gate)
            _observations.Add(observation);
    }
}
