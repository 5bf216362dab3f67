namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>What must be true of a log after all that happened.</summary>
internal static class PartitionChecker
{
    /// <param name="log">What it holds.</param>
    /// <param name="producers">Who wrote it.</param>
    /// <param name="powerCuts">How many power cuts there were.</param>
    /// <param name="wasRepeated">Whether calls were delivered twice: then what a producer without sequence numbers sends may be there twice.</param>
    public static void Check(
        List<(string Value, int Epoch)> log, IReadOnlyList<SimulatedProducer> producers, int powerCuts, bool wasRepeated)
    {
        Require(log.Zip(log.Skip(1)).All(pair => pair.First.Epoch <= pair.Second.Epoch), "leader epochs go back");
        var values = log.ConvertAll(record => record.Value);
        Require(wasRepeated || values.Count == values.Distinct().Count(), "a record is there twice");
        foreach (var producer in producers)
        {
            CheckAcknowledged(values, producer, powerCuts);
            if (producer.IsIdempotent)
                CheckExactlyOnce(values, producer);
        }
    }

    // An acknowledgement without a flush holds until the next power cut.
    private static void CheckAcknowledged(List<string> values, SimulatedProducer producer, int powerCuts)
    {
        foreach (var batch in producer.Acknowledged.Where(batch => batch.Acks == -1 || batch.PowerCuts == powerCuts))
        {
            for (var i = 0; i < batch.Values.Count; i++)
            {
                var offset = (int)batch.Offset + i;
                Require(
                    offset < values.Count && values[offset] == batch.Values[i],
                    $"{batch.Values[i]} was acknowledged at {offset}, where there is {values.ElementAtOrDefault(offset) ?? "nothing"}");
            }
        }
    }

    private static void CheckExactlyOnce(List<string> values, SimulatedProducer producer)
    {
        var kept = values.Where(value => value.StartsWith(producer.Name + "/", StringComparison.Ordinal));
        Require(kept.SequenceEqual(producer.Sent), $"{producer.Name}'s records are not there once each and in order");
    }

    private static void Require(bool holds, string broken)
    {
        if (!holds)
            throw new InvalidOperationException(broken);
    }
}
