using System.Buffers;
using System.Collections;

namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>Compares messages by their values.</summary>
internal static class SameMessage
{
    /// <summary>Fails with the path of the first property that differs.</summary>
    public static void Check(object expected, object actual, string where)
    {
        var difference = Difference(expected, actual, where);
        Assert.True(difference is null, difference);
    }

    private static string? Difference(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
            return expected is null && actual is null ? null : $"{path}: {expected ?? "null"} became {actual ?? "null"}";
        switch (expected)
        {
            case IKafkaMessage:
                return expected.GetType().GetProperties()
                    .Select(p => Difference(p.GetValue(expected), p.GetValue(actual), $"{path}.{p.Name}"))
                    .FirstOrDefault(d => d is not null);
            case IList list:
                var other = (IList)actual;
                return list.Count != other.Count
                    ? $"{path}: {list.Count} elements became {other.Count}"
                    : Enumerable.Range(0, list.Count).Select(i => Difference(list[i], other[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            case ReadOnlyMemory<byte> memory:
                return memory.Span.SequenceEqual(((ReadOnlyMemory<byte>)actual).Span) ? null : $"{path}: other octets";
            case ReadOnlySequence<byte> sequence:
                return sequence.ToArray().AsSpan().SequenceEqual(((ReadOnlySequence<byte>)actual).ToArray()) ? null : $"{path}: other octets";
            default:
                return expected.Equals(actual) ? null : $"{path}: {expected} became {actual}";
        }
    }
}
