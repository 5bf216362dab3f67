using System.Buffers.Binary;
using System.Numerics;

namespace KafkaGateway.Protocol.Compression;

/// <summary>xxHash, 32 bits, seed 0: the checksum of LZ4 frames. Octets may come in pieces.</summary>
internal struct XxHash32
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;
    private const int StripeSize = 16;

    private uint _lane1 = unchecked(Prime1 + Prime2);
    private uint _lane2 = Prime2;
    private uint _lane3;
    private uint _lane4 = unchecked(0 - Prime1);
    private ulong _length;
    private Stripe _pending;

    public XxHash32()
    {
    }

    [System.Runtime.CompilerServices.InlineArray(StripeSize)]
    private struct Stripe
    {
        private byte _first;
    }

    public static uint Hash(ReadOnlySpan<byte> source)
    {
        var hash = new XxHash32();
        hash.Append(source);
        return hash.Finish();
    }

    public void Append(ReadOnlySpan<byte> source)
    {
        Span<byte> pending = _pending;
        var held = (int)(_length % StripeSize);
        _length += (ulong)source.Length;
        if (held > 0)
        {
            var taken = Math.Min(StripeSize - held, source.Length);
            source[..taken].CopyTo(pending[held..]);
            source = source[taken..];
            if (held + taken < StripeSize)
                return;
            Mix(pending);
        }

        while (source.Length >= StripeSize)
        {
            Mix(source);
            source = source[StripeSize..];
        }

        source.CopyTo(pending);
    }

    public readonly uint Finish()
    {
        var hash = _length >= StripeSize
            ? BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
                + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18)
            : Prime5;
        hash += (uint)_length;
        ReadOnlySpan<byte> rest = ((ReadOnlySpan<byte>)_pending)[..(int)(_length % StripeSize)];
        for (; rest.Length >= 4; rest = rest[4..])
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime3), 17) * Prime4;
        foreach (var octet in rest)
            hash = BitOperations.RotateLeft(hash + (octet * Prime5), 11) * Prime1;
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private void Mix(ReadOnlySpan<byte> stripe)
    {
        _lane1 = Round(_lane1, stripe);
        _lane2 = Round(_lane2, stripe[4..]);
        _lane3 = Round(_lane3, stripe[8..]);
        _lane4 = Round(_lane4, stripe[12..]);
    }

    private static uint Round(uint lane, ReadOnlySpan<byte> source) =>
        BitOperations.RotateLeft(lane + (BinaryPrimitives.ReadUInt32LittleEndian(source) * Prime2), 13) * Prime1;
}
