using KafkaGateway.Protocol;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>A client that lives until the node does not: what it cannot send or receive any more ends its round and fails nothing.</summary>
internal abstract class RoundClient
{
    /// <summary>Works until the node is gone.</summary>
    /// <param name="bootstrapServers">Where the node is this time.</param>
    /// <param name="acknowledged">Told of every acknowledgement.</param>
    public async Task RunAsync(string bootstrapServers, Action acknowledged)
    {
        try
        {
            await using var client = await WireClient.ConnectAsync(bootstrapServers);
            await WorkAsync(client, acknowledged);
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException or NodeGoneException)
        {
            // The next round goes on from here.
        }
    }

    protected abstract Task WorkAsync(WireClient client, Action acknowledged);

    protected static async Task<TResponse> CallAsync<TResponse>(WireClient client, IKafkaMessage request, short version)
        where TResponse : class, IKafkaMessage =>
        await ReceiveAsync<TResponse>(client, await client.SendAsync(request, version), version);

    protected static async Task<TResponse> ReceiveAsync<TResponse>(WireClient client, KafkaApi api, short version)
        where TResponse : class, IKafkaMessage =>
        (TResponse)WireClient.Decode(api, version, await client.ReceiveFrameAsync() ?? throw new NodeGoneException(), out _);

    private sealed class NodeGoneException : Exception;
}
