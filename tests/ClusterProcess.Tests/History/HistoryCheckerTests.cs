using KafkaGateway.Shared.History;

namespace KafkaGateway.ClusterProcess.Tests.History;

/// <summary>The checker finds each anomaly in a made-up history, and none in a good one.</summary>
public sealed class HistoryCheckerTests
{
    private const string Group = "g";
    private const string Consumer = "c";
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(30);
    private static readonly Place Strict = new("idempotent", 0);
    private static readonly Place Retried = new("plain", 0);

    [Fact]
    public void A_good_history_has_no_anomaly() => Finds(
        [],
        new Acknowledged(Strict, 0, 0),
        new Polled(Consumer, Strict, 0, 0),
        new Acknowledged(Strict, 1, 1),
        new Acknowledged(Strict, 2, -1),
        new Polled(Consumer, Strict, 1, 1),
        new Polled(Consumer, Strict, 2, 2),
        new Committed(Group, Strict, 5),
        new CommitRead(Group, Strict, 5),
        new GroupSettled(Group, TimeSpan.FromSeconds(3)),
        new Stored(Strict, 0, 0),
        new Stored(Strict, 1, 1),
        new Stored(Strict, 2, 2));

    [Fact]
    public void A_repetition_by_a_producer_that_is_not_idempotent_is_legal() => Finds(
        [], new Stored(Retried, 0, 0), new Stored(Retried, 1, 1), new Stored(Retried, 2, 0), new Stored(Retried, 3, 1), new Stored(Retried, 4, 2));

    [Fact]
    public void A_write_that_is_gone_is_lost() => Finds(
        [AnomalyKind.LostWrite], new Acknowledged(Strict, 0, 0), new Acknowledged(Strict, 1, 1), new Stored(Strict, 0, 0));

    [Fact]
    public void A_write_in_whose_place_is_another_is_lost() => Finds(
        [AnomalyKind.LostWrite], new Acknowledged(Strict, 0, 0), new Stored(Strict, 0, 1));

    [Fact]
    public void A_write_of_unknown_place_that_is_nowhere_is_lost() => Finds(
        [AnomalyKind.LostWrite], new Acknowledged(Strict, 1, -1), new Stored(Strict, 0, 0));

    [Fact]
    public void A_record_that_a_consumer_saw_and_that_is_gone_is_read_then_lost() => Finds(
        [AnomalyKind.ReadThenLost], new Polled(Consumer, Strict, 0, 0), new Polled(Consumer, Strict, 1, 7), new Stored(Strict, 0, 0), new Stored(Strict, 1, 8));

    [Fact]
    public void A_number_that_is_there_twice_is_a_duplicate() => Finds(
        [AnomalyKind.Duplicate], new Stored(Strict, 0, 0), new Stored(Strict, 1, 1), new Stored(Strict, 2, 1));

    [Fact]
    public void A_number_behind_a_later_one_is_reordered() => Finds(
        [AnomalyKind.Reordered], new Stored(Strict, 0, 0), new Stored(Strict, 1, 2), new Stored(Strict, 2, 1));

    [Fact]
    public void A_number_that_jumped_ahead_is_reordered_among_retries_too() => Finds(
        [AnomalyKind.Reordered], new Stored(Retried, 0, 0), new Stored(Retried, 1, 2), new Stored(Retried, 2, 0), new Stored(Retried, 3, 1));

    [Fact]
    public void A_consumer_that_is_given_an_offset_again_polls_non_monotonically() => Finds(
        [AnomalyKind.NonMonotonicPoll],
        new Polled(Consumer, Strict, 0, 0),
        new Polled(Consumer, Strict, 1, 1),
        new Polled(Consumer, Strict, 1, 1),
        new Stored(Strict, 0, 0),
        new Stored(Strict, 1, 1));

    [Fact]
    public void A_consumer_that_is_not_given_an_offset_skips() => Finds(
        [AnomalyKind.SkippedPoll],
        new Polled(Consumer, Strict, 0, 0),
        new Polled(Consumer, Strict, 2, 2),
        new Stored(Strict, 0, 0),
        new Stored(Strict, 1, 1),
        new Stored(Strict, 2, 2));

    [Fact]
    public void An_offset_that_reads_lower_than_it_was_committed_has_gone_back() => Finds(
        [AnomalyKind.OffsetRegression], new Committed(Group, Strict, 4), new Committed(Group, Strict, 5), new CommitRead(Group, Strict, 4));

    [Theory]
    [InlineData(null)]
    [InlineData(31)]
    public void A_group_that_is_not_stable_in_time_is_stuck(int? seconds) => Finds(
        [AnomalyKind.StuckGroup], new GroupSettled(Group, seconds is null ? null : TimeSpan.FromSeconds(seconds.Value)));

    [Fact]
    public void An_answer_that_clients_do_not_retry_is_an_error() => Finds(
        [AnomalyKind.FatalError], new FatalAnswer("producer", "UnknownServerError"));

    private static void Finds(AnomalyKind[] kinds, params Observation[] history) =>
        Assert.Equal(kinds, new HistoryChecker(SettleWithin, Retried.Topic).Check(history).Select(anomaly => anomaly.Kind));
}
