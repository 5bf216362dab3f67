using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Gateway.Fetching;
using KafkaGateway.Protocol;

namespace KafkaGateway.Standalone.Tests.Fetch;

public sealed class FetchReadsTests
{
    private static readonly FetchBudget Patient = new(MinBytes: 1, MaxBytes: 1000, MaxWaitMs: 60_000, IsolationLevel: 0);

    [Fact]
    public async Task What_comes_between_the_reading_and_the_waiting_is_not_missed()
    {
        // The first partition gets a record while the second is being read.
        var first = new ScriptedPartition();
        var second = new ScriptedPartition { BeforeAnswer = () => first.HighWatermark = 1 };
        var answers = await ReadAsync(first, second);
        Assert.Equal([1, 0], answers.Select(answer => answer.Records!.Value.Length));
    }

    [Fact]
    public async Task Partitions_that_have_no_room_for_one_who_waits_are_not_asked_over_and_over()
    {
        ScriptedPartition[] partitions = [new() { HasRoom = false }, new() { HasRoom = false }];
        var answers = await ReadAsync(partitions);
        Assert.All(answers, answer => Assert.Equal(0, answer.Records!.Value.Length));
        Assert.All(partitions, partition => Assert.Equal(2, partition.Reads));
    }

    [Fact]
    public async Task A_batch_that_does_not_fit_in_what_is_left_does_not_keep_the_fetch_busy()
    {
        var partition = new ScriptedPartition();
        var withTooLarge = new ScriptedPartition { HighWatermark = 1, IsTooLarge = true };
        using var enough = new CancellationTokenSource();
        var fetch = ReadAsync(Patient, [withTooLarge, partition], enough.Token);
        await partition.Waiting.Task;
        Assert.InRange(withTooLarge.Reads, 1, 2);
        await enough.CancelAsync();
        await fetch;
    }

    private static Task<ReadResponse[]> ReadAsync(params ScriptedPartition[] partitions) => ReadAsync(Patient, partitions, CancellationToken.None);

    private static async Task<ReadResponse[]> ReadAsync(FetchBudget budget, ScriptedPartition[] partitions, CancellationToken cancellationToken)
    {
        var reads = new FetchReads(new ScriptedActors(partitions), new AnswerMemory(1 << 20), TimeProvider.System);
        var targets = partitions.Select((_, i) => new ResolvedTarget(
            new FetchTarget(new FetchKey("t", Guid.Empty, i)) { MaxBytes = 1000, CurrentLeaderEpoch = -1, LastFetchedEpoch = -1 },
            new PartitionKey("t", Guid.Empty, i),
            ErrorCode.None));
        return await reads.ReadAsync([.. targets], budget, cancellationToken);
    }

    private sealed class ScriptedActors(ScriptedPartition[] partitions) : IActors
    {
        public ITopicCatalog Catalog => throw new NotSupportedException();

        public IProducerIds ProducerIds => throw new NotSupportedException();

        public IResourceConfigs Configs => throw new NotSupportedException();

        public IGroupDirectory Groups => throw new NotSupportedException();

        public ITopic Topic(string name) => throw new NotSupportedException();

        public IConsumerGroup Group(string groupId) => throw new NotSupportedException();

        public IPartition Partition(PartitionKey key) => partitions[key.Partition];
    }

    /// <summary>A partition whose records have an octet each. Who waits at its end waits until he gives up.</summary>
    private sealed class ScriptedPartition : IPartition
    {
        public long HighWatermark { get; set; }

        public bool HasRoom { get; init; } = true;

        public bool IsTooLarge { get; init; }

        public Action? BeforeAnswer { get; init; }

        public int Reads { get; private set; }

        public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
        {
            Reads++;
            BeforeAnswer?.Invoke();
            if (request.MaxWaitMs > 0 && request.FetchOffset == HighWatermark && HasRoom)
            {
                Waiting.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var length = IsTooLarge ? 0 : Math.Min(request.MaxBytes, HighWatermark - request.FetchOffset);
            return new ReadResponse { HighWatermark = HighWatermark, LogStartOffset = 0, Records = new ReadOnlySequence<byte>(new byte[length]) };
        }

        public ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DeleteAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
