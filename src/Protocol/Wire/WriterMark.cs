namespace KafkaGateway.Protocol;

/// <summary>A place in a writer's output whose preceding size is filled in later.</summary>
public readonly record struct WriterMark
{
    internal WriterMark(int position, int length)
    {
        Position = position;
        Length = length;
    }

    /// <summary>Where it is in the writer's own buffer.</summary>
    internal int Position { get; }

    /// <summary>How long the whole output was.</summary>
    internal int Length { get; }
}
