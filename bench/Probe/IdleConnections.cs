using System.Diagnostics;
using System.Globalization;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Probe;

/// <summary>Clients that have said hello and are silent from then on, until standard input ends.</summary>
internal static class IdleConnections
{
    public static void Hold(string server, int count)
    {
        var began = Stopwatch.GetTimestamp();
        var hello = WireClient.Encode(new ApiVersionsRequest { ClientSoftwareName = "probe", ClientSoftwareVersion = "1" }, ApiVersionsRequest.ApiKey, 3);
        var clients = new List<WireClient>(count);
        for (var i = 0; i < count; i++)
        {
            var client = new WireClient(server);
            client.Exchange(hello);
            clients.Add(client);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds:F1}"));
        while (Console.In.Read() >= 0)
        {
            // Nothing is expected.
        }

        clients.ForEach(client => client.Dispose());
    }
}
