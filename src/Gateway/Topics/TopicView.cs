using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Gateway.Topics;

/// <summary>
/// The gateway's copy of the topic catalog. It follows the catalog's changes; a request that does not find its topic asks again before it
/// says so, and a request that changes topics refreshes it, so that a client reads its own writes.
/// </summary>
internal sealed class TopicView(ITopicCatalog catalog)
{
    private static readonly TimeSpan FollowFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private TopicCatalogSnapshot _current = TopicCatalogSnapshot.Empty;

    /// <summary>The newest catalog seen.</summary>
    public TopicCatalogSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Fetches the catalog now.</summary>
    public async ValueTask<TopicCatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) =>
        Accept(await catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken));

    /// <summary>The topic of that name, after another look where it is not known yet; null where there is none.</summary>
    public ValueTask<TopicCatalogEntry?> FindAsync(string? name, CancellationToken cancellationToken) =>
        Current.Find(name) is { } entry ? new(entry) : AskAsync(this, name, cancellationToken);

    /// <summary>The topic with that id, after another look where it is not known yet; null where there is none.</summary>
    public ValueTask<TopicCatalogEntry?> FindAsync(Guid topicId, CancellationToken cancellationToken) =>
        Current.Find(topicId) is { } entry ? new(entry) : AskAsync(this, topicId, cancellationToken);

    /// <summary>Follows the catalog until cancelled.</summary>
    public async Task FollowAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Accept(await catalog.GetAsync(Current.Version, FollowFor, cancellationToken));
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async ValueTask<TopicCatalogEntry?> AskAsync(TopicView view, string? name, CancellationToken cancellationToken) =>
        (await view.RefreshAsync(cancellationToken)).Find(name);

    private static async ValueTask<TopicCatalogEntry?> AskAsync(TopicView view, Guid topicId, CancellationToken cancellationToken) =>
        topicId == Guid.Empty ? null : (await view.RefreshAsync(cancellationToken)).Find(topicId);

    private TopicCatalogSnapshot Accept(TopicCatalogSnapshot snapshot)
    {
        while (true)
        {
            var current = Current;
            if (snapshot.Version <= current.Version)
            {
                return current;
            }

            if (Interlocked.CompareExchange(ref _current, snapshot, current) == current)
            {
                return snapshot;
            }
        }
    }
}
