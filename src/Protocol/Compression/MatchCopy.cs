namespace KafkaGateway.Protocol.Compression;

/// <summary>The back reference that snappy and LZ4 share.</summary>
internal static class MatchCopy
{
    /// <summary>
    /// Repeats what lies <paramref name="distance"/> octets before a position. A distance shorter than the length repeats a pattern.
    /// </summary>
    /// <param name="target">Has room for position and length.</param>
    /// <param name="position">Where to write.</param>
    /// <param name="distance">From 1 to position.</param>
    /// <param name="length">How many octets to write.</param>
    public static void Copy(Span<byte> target, int position, int distance, int length)
    {
        var start = position - distance;
        if (distance == 1)
        {
            target.Slice(position, length).Fill(target[start]);
            return;
        }

        // Every round doubles the pattern that is there, so that source and target never overlap.
        for (var copied = 0; copied < length;)
        {
            var count = Math.Min(distance + copied, length - copied);
            target.Slice(start, count).CopyTo(target[(position + copied)..]);
            copied += count;
        }
    }
}
