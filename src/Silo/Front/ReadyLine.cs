namespace KafkaGateway.Silo.Front;

/// <summary>What the process says when it is ready: where clients connect, or which silo it is.</summary>
internal sealed class ReadyLine
{
    public string Text { get; set; } = "";

    /// <summary>Whether it has been said. Until then the process says itself why it cannot start, in one line.</summary>
    public bool IsSaid { get; set; }
}
