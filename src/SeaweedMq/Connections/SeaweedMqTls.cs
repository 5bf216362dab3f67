using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KafkaGateway.SeaweedMq.Connections;

/// <summary>The certificates of SeaweedFS's mutual TLS, as its security.toml names them: PEM files.</summary>
/// <param name="CaFile">[grpc] ca</param>
/// <param name="CertificateFile">The client's certificate, of that authority.</param>
/// <param name="KeyFile">Its key.</param>
public sealed record SeaweedMqTls(string CaFile, string CertificateFile, string KeyFile)
{
    internal SslClientAuthenticationOptions ToOptions()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(CaFile);
        return new SslClientAuthenticationOptions
        {
            ClientCertificates = [X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile)],

            // SeaweedFS's own clients do not check host names: its certificates seldom have them.
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 presented && IsOf(authority, presented),
        };
    }

    private static bool IsOf(X509Certificate2 authority, X509Certificate2 presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(presented);
    }
}
