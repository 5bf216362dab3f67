using System.Buffers.Binary;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Client;

/// <summary>Asks a broker what it serves (KIP-35, KIP-511): in a version that nearly all know, and in version 0 where it does not.</summary>
internal static class VersionsServed
{
    private const short First = 3;
    private const short Fallback = 0;

    public static async Task<IReadOnlyDictionary<short, VersionSpan>> AskAsync(
        BrokerConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var frame = await AskAsync(First);
        var version = First;

        // Whoever does not know the version answers in version 0; the error stands first in every one.
        if (Error(frame) == ErrorCode.UnsupportedVersion)
        {
            version = Fallback;
            frame = await AskAsync(Fallback);
        }

        var response = (ApiVersionsResponse)connection.Decode(KafkaApis.ApiVersions, version, frame);
        BrokerErrorException.ThrowIfFailed(response.ErrorCode, $"broker {connection.Address}: ApiVersions");
        return response.ApiKeys.ToDictionary(api => api.ApiKey, api => new VersionSpan(api.MinVersion, api.MaxVersion));

        Task<ReadOnlyMemory<byte>> AskAsync(short asked) => connection.ExchangeAsync(
            KafkaApis.ApiVersions,
            new ApiVersionsRequest { ClientSoftwareName = Frames.ClientId, ClientSoftwareVersion = "0.1.0" },
            asked,
            timeout,
            cancellationToken);
    }

    private static ErrorCode Error(ReadOnlyMemory<byte> frame) => frame.Length >= sizeof(int) + sizeof(short)
        ? (ErrorCode)BinaryPrimitives.ReadInt16BigEndian(frame.Span[sizeof(int)..])
        : ErrorCode.UnknownServerError;
}
