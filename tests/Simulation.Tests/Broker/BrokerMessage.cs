using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>What an owner sends to the broker: a batch, or a barrier, behind which only his own batches count.</summary>
/// <param name="term">Whose it is.</param>
/// <param name="batch">The batch; null in a barrier.</param>
/// <param name="isLate">Whether its timestamp is so late that the broker writes out what came before it.</param>
internal sealed class BrokerMessage(long term, LogBatch? batch = null, bool isLate = false)
{
    public long Term => term;

    public LogBatch? Batch => batch;

    public bool IsLate => isLate;
}

/// <summary>The broker has a message in its memory.</summary>
/// <param name="Offset">The broker's own offset of it.</param>
/// <param name="File">The file that it will be in.</param>
internal sealed record BrokerAnswer(long Offset, int File);
