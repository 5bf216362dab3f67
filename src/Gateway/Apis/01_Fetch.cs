using System.Buffers;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Fetching;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Reads record batches from partitions, waiting for new ones where there are too few.
/// <para>
/// Versions: 0-1 are answered in magic 0, 2-3 in magic 1, 4 and up in magic 2; 3 brings a limit for the whole answer; 4 isolation levels;
/// 5 log start offsets; 7 sessions (KIP-227); 9 the client's leader epoch (KIP-320); 10 zstd; 11 racks; 12 is flexible and tells of
/// diverging epochs; 13 names topics by id; 16 the addresses of new leaders; 17-18 serve replicas.
/// </para>
/// </summary>
internal sealed class Fetch(GatewayServices services) : Api<FetchRequest, FetchResponse>
{
    private const short FirstWithMaxBytes = 3;
    private const short FirstWithTopicIds = 13;
    private readonly FetchReads _reads = new(services.Actors, services.Answers, services.Time);

    protected override async ValueTask<FetchResponse?> HandleAsync(FetchRequest request, RequestContext context)
    {
        var (session, isFull, error) = OpenSession(request, context.ApiVersion >= FirstWithTopicIds);
        if (error != ErrorCode.None)
        {
            return new FetchResponse { ErrorCode = error };
        }

        var wanted = session?.Update(Named(request), Forgotten(request)) ?? [.. Named(request)];
        if (session is not null && wanted.Count == 0)
        {
            services.FetchSessions.Close(session.Id);
            session = null;
        }

        var targets = await ResolveAsync(wanted, context);
        var answers = await _reads.ReadAsync(targets, Budget(request, context), context.Hurry);
        var response = new FetchResponse { SessionId = session?.Id ?? 0 };
        FetchResponse.FetchableTopicResponse? topic = null;
        for (var i = 0; i < targets.Count; i++)
        {
            var target = targets[i].Target;
            var hasNews = session?.Tell(target, answers[i]) ?? true;
            if (!hasNews && !isFull)
            {
                continue;
            }

            if (topic is null || topic.Topic != target.Key.Topic || topic.TopicId != target.Key.TopicId)
            {
                response.Responses.Add(topic = new() { Topic = target.Key.Topic, TopicId = target.Key.TopicId });
            }

            topic.Partitions.Add(Answer(target, answers[i], context.ApiVersion));
        }

        return response;
    }

    // Session id 0 with epoch 0 opens one, epoch -1 does without or ends one, anything else goes on with one.
    private (FetchSession? Session, bool IsFull, ErrorCode Error) OpenSession(FetchRequest request, bool usesTopicIds)
    {
        if (request.SessionEpoch is 0 or -1)
        {
            if (request.SessionId != 0)
            {
                services.FetchSessions.Close(request.SessionId);
            }

            return (request.SessionEpoch == 0 ? services.FetchSessions.Open(usesTopicIds) : null, true, ErrorCode.None);
        }

        var (session, error) = services.FetchSessions.Continue(request.SessionId, request.SessionEpoch, usesTopicIds);
        return (session, false, error);
    }

    private static IEnumerable<FetchTarget> Named(FetchRequest request) =>
        request.Topics.SelectMany(topic => topic.Partitions.Select(partition => new FetchTarget(
            new FetchKey(topic.Topic, topic.TopicId, partition.Partition))
        {
            FetchOffset = partition.FetchOffset,
            MaxBytes = partition.PartitionMaxBytes,
            CurrentLeaderEpoch = partition.CurrentLeaderEpoch,
            LastFetchedEpoch = partition.LastFetchedEpoch,
        }));

    private static IEnumerable<FetchKey> Forgotten(FetchRequest request) =>
        request.ForgottenTopicsData.SelectMany(topic => topic.Partitions.Select(partition => new FetchKey(topic.Topic, topic.TopicId, partition)));

    private async ValueTask<List<ResolvedTarget>> ResolveAsync(IReadOnlyList<FetchTarget> targets, RequestContext context)
    {
        var resolved = new List<ResolvedTarget>(targets.Count);
        var byId = context.ApiVersion >= FirstWithTopicIds;
        foreach (var target in targets)
        {
            var topic = byId
                ? await services.Topics.FindAsync(target.Key.TopicId, context.Aborted)
                : await services.Topics.FindAsync(target.Key.Topic, context.Aborted);
            if (topic is null)
            {
                resolved.Add(new(target, default, byId ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition));
            }
            else
            {
                var exists = target.Key.Partition >= 0 && target.Key.Partition < topic.PartitionCount;
                resolved.Add(new(
                    target, topic.Partition(target.Key.Partition), exists ? ErrorCode.None : ErrorCode.UnknownTopicOrPartition));
            }
        }

        return resolved;
    }

    private FetchBudget Budget(FetchRequest request, RequestContext context)
    {
        var limit = services.Settings[BrokerConfigs.FetchMaxBytes];
        var maxBytes = context.ApiVersion >= FirstWithMaxBytes ? Math.Min(request.MaxBytes, limit) : limit;
        return new FetchBudget(Math.Min(request.MinBytes, maxBytes), maxBytes, request.MaxWaitMs, request.IsolationLevel);
    }

    private static FetchResponse.PartitionData Answer(FetchTarget target, ReadResponse read, short version)
    {
        var answer = new FetchResponse.PartitionData
        {
            PartitionIndex = target.Key.Partition,
            ErrorCode = read.ErrorCode,
            HighWatermark = read.HighWatermark,
            LastStableOffset = read.LastStableOffset,
            LogStartOffset = read.LogStartOffset,
            Records = read.Records ?? ReadOnlySequence<byte>.Empty,
        };
        if (read.DivergingEpoch >= 0)
        {
            answer.DivergingEpoch = new() { Epoch = read.DivergingEpoch, EndOffset = read.DivergingEndOffset };
        }

        OlderFormats.Adapt(answer, version, target.FetchOffset);
        return answer;
    }
}
