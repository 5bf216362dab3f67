using System.Buffers;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>A batch kept by reference, linked to the next one, so that a run of batches is a sequence without copying or allocating.</summary>
internal sealed class BatchNode : ReadOnlySequenceSegment<byte>
{
    public BatchNode(in LogBatch batch, BatchNode? previous)
    {
        Batch = batch;
        Memory = batch.Bytes;
        if (previous is null)
            return;
        RunningIndex = previous.EndIndex;
        previous.Next = this;
    }

    public LogBatch Batch { get; }

    public long EndIndex => RunningIndex + Memory.Length;
}
