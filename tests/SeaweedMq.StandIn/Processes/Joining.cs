namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>Tells the master for as long as the process lives that it is there.</summary>
internal static class Joining
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    public static async Task JoinAsync(string master, string type, string address)
    {
        using var http = new HttpClient { Timeout = Every };
        using var again = new PeriodicTimer(Every);
        do
        {
            try
            {
                using var answer = await http.PostAsync(new Uri($"http://{master}/join?type={type}&address={address}"), null);
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
            {
                // Tried again.
            }
        }
        while (await again.WaitForNextTickAsync());
    }
}
