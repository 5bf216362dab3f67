using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Tests.Records;

public class BatchAllocationTests
{
    [Theory]
    [InlineData(BatchValidation.Full)]
    [InlineData(BatchValidation.Header)]
    public void Validating_a_thousand_plain_records_allocates_nothing(BatchValidation validation)
    {
        ReadOnlyMemory<byte> batch = Batches.Simple(1_000);
        var rules = Batches.Lenient with { Validation = validation };
        Assert.Equal(0, Allocated(() => BatchValidator.Validate(batch, rules, Batches.Now)));
    }

    [Fact]
    public void Reading_records_allocates_nothing()
    {
        var batch = Batches.Simple(1_000);
        var header = RecordBatchHeader.Read(batch);
        Assert.Equal(0, Allocated(() =>
        {
            var reader = new RecordReader(header, batch.AsSpan(61));
            while (reader.Read())
                _ = reader.Value.Length;
        }));
    }

    private static long Allocated(Action action)
    {
        action();
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
