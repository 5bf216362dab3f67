using System.Net;
using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>Chunks on the volume server. Who writes asks the master each time where to; who reads remembers it.</summary>
internal sealed class VolumeChunks(MasterClient master) : IChunks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly HttpClient s_http = new() { Timeout = Patience };
    private string? _volume;

    /// <exception cref="RpcException">It is not there.</exception>
    public string Store(ByteString data)
    {
        var fileId = $"1,{Guid.NewGuid():N}";
        using var content = new ReadOnlyMemoryContent(data.Memory);
        Send(HttpMethod.Put, master.AddressOf(VolumeProcess.MemberType), fileId, content).Dispose();
        return fileId;
    }

    /// <exception cref="RpcException">It is not there.</exception>
    public ReadOnlyMemory<byte> Read(string fileId)
    {
        using var answer = Send(HttpMethod.Get, _volume ??= master.AddressOf(VolumeProcess.MemberType), fileId, null);
        using var bytes = new MemoryStream();
        answer.Content.ReadAsStream().CopyTo(bytes);
        return bytes.ToArray();
    }

    private static HttpResponseMessage Send(HttpMethod method, string volume, string fileId, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"http://{volume}/{fileId}") { Content = content };
        try
        {
            var answer = s_http.Send(request);
            return answer.StatusCode == HttpStatusCode.OK
                ? answer
                : throw new RpcException(new Status(StatusCode.Unavailable, $"volume {volume}: {method} {fileId}: {answer.StatusCode}"));
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"volume {volume}: {gone.Message}"));
        }
    }
}
