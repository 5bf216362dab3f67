namespace KafkaGateway.Contracts.Cluster;

/// <summary>
/// Rendezvous hashing (highest random weight): everybody who knows the same names makes the same choice, and when a name comes or goes only the
/// keys that it wins or held change hands.
/// </summary>
public static class Rendezvous
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The same number for the same text on every machine and in every version (FNV-1a over UTF-16, 64 bits, mixed).</summary>
    public static ulong Hash(string text)
    {
        var hash = FnvOffset;
        foreach (var character in text)
        {
            hash = (hash ^ (byte)character) * FnvPrime;
            hash = (hash ^ (byte)(character >> 8)) * FnvPrime;
        }

        return Mix(hash);
    }

    /// <summary>The candidate that wins the key, null where there is none.</summary>
    /// <param name="key">The key's <see cref="Hash"/>.</param>
    /// <param name="candidates">In any order.</param>
    /// <param name="hashOf">The <see cref="Hash"/> of a candidate's name.</param>
    public static T? Choose<T>(ulong key, IReadOnlyList<T> candidates, Func<T, ulong> hashOf)
        where T : class
    {
        T? winner = null;
        ulong best = 0;
        for (var i = 0; i < candidates.Count; i++)
        {
            var weight = Mix(key ^ hashOf(candidates[i]));
            if (winner is null || weight > best)
                (winner, best) = (candidates[i], weight);
        }

        return winner;
    }

    // The finalizer of MurmurHash3: FNV alone leaves the high bits of similar texts alike.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
