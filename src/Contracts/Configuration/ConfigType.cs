#pragma warning disable CA1720 // The names are Kafka's.

namespace KafkaGateway.Contracts.Configuration;

/// <summary>The type of a setting, with the numbers that DescribeConfigs 3+ puts on the wire.</summary>
public enum ConfigType : sbyte
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>true or false.</summary>
    Boolean = 1,

    /// <summary>Text.</summary>
    String = 2,

    /// <summary>32 bits.</summary>
    Int = 3,

    /// <summary>16 bits.</summary>
    Short = 4,

    /// <summary>64 bits.</summary>
    Long = 5,

    /// <summary>A floating-point number.</summary>
    Double = 6,

    /// <summary>Texts parted by commas.</summary>
    List = 7,

    /// <summary>The name of a class.</summary>
    Class = 8,

    /// <summary>Text that is never shown.</summary>
    Password = 9,
}
