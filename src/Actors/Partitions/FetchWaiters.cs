namespace KafkaGateway.Actors.Partitions;

/// <summary>Fetches at the tail that wait for more bytes. Their number is bounded; beyond it a fetch answers with what there is.</summary>
internal sealed class FetchWaiters(int limit)
{
    private readonly LinkedList<Waiter> _waiters = new();

    public bool HasRoom => _waiters.Count < limit;

    /// <summary>A waiter for so many bytes; it must be disposed of when the fetch goes on.</summary>
    public Waiter Add(long bytes) => new(_waiters, bytes);

    /// <summary>Tells all waiters that bytes have arrived.</summary>
    public void Arrived(long bytes)
    {
        for (var node = _waiters.First; node is not null; node = node.Next)
        {
            node.Value.Arrived(bytes);
        }
    }

    /// <summary>Lets all go on at once: the partition is going away, or its start has moved.</summary>
    public void ReleaseAll() => Arrived(long.MaxValue);

    internal sealed class Waiter : IDisposable
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly LinkedListNode<Waiter> _node;
        private long _missing;

        public Waiter(LinkedList<Waiter> waiters, long bytes)
        {
            _missing = bytes;
            _node = waiters.AddLast(this);
        }

        public Task Released => _released.Task;

        public void Arrived(long bytes)
        {
            _missing -= bytes;
            if (_missing <= 0)
            {
                _released.TrySetResult();
            }
        }

        /// <summary>The time is up, or nobody waits any longer. May be called from any thread.</summary>
        public void Release() => _released.TrySetResult();

        public void Dispose() => _node.List?.Remove(_node);
    }
}
