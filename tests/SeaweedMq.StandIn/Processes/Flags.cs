using System.Globalization;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>Flags as SeaweedFS has them: -name=value. Those that the stand-in does not know it passes over.</summary>
internal sealed class Flags(IEnumerable<string> arguments)
{
    private const int GrpcAbove = 10_000;

    private readonly Dictionary<string, string> _values = arguments
        .Select(argument => argument.TrimStart('-').Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);

    public string this[string name] => _values.GetValueOrDefault(name) ?? throw new ArgumentException($"-{name} is missing");

    public int Port => Number("port");

    public int GrpcPort => Port + GrpcAbove;

    /// <summary>Where this process is, as others know it.</summary>
    public string Address => $"{this["ip"]}:{Port}";

    public int Number(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);
}
