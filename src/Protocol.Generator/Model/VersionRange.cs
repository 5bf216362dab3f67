namespace KafkaGateway.Protocol.Generator.Model;

/// <summary>Versions from Low to High; none where High is below Low.</summary>
internal readonly record struct VersionRange(int Low, int High)
{
    public static VersionRange None => new(0, -1);

    public bool IsEmpty => High < Low;

    public bool Contains(int version) => version >= Low && version <= High;

    public bool Contains(VersionRange other) => other.IsEmpty || (Low <= other.Low && other.High <= High);

    public VersionRange Intersect(VersionRange other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));

    public override string ToString() => Low == High ? $"{Low}" : $"{Low}-{High}";
}
