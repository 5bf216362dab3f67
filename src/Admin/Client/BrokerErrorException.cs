using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Client;

/// <summary>A broker has answered with an error.</summary>
/// <param name="code">The error.</param>
/// <param name="what">What it was the answer to, such as "topic orders".</param>
/// <param name="detail">What the broker said of it, or null.</param>
internal sealed class BrokerErrorException(ErrorCode code, string what, string? detail = null)
    : AdminException(string.IsNullOrEmpty(detail) ? $"{what}: {code.Name()}" : $"{what}: {code.Name()} ({detail.ReplaceLineEndings(" ")})")
{
    public ErrorCode Code => code;

    public override bool IsTransient => code.MayPass();

    public static void ThrowIfFailed(ErrorCode code, string what, string? detail = null)
    {
        if (code != ErrorCode.None)
            throw new BrokerErrorException(code, what, detail);
    }
}
