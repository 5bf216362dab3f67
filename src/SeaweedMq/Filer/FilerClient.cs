using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Filer;

/// <summary>A small document of ours in the filer, with the attributes that it is compared by.</summary>
internal sealed record FilerDocument(ReadOnlyMemory<byte> Content, IReadOnlyDictionary<string, string> Attributes);

/// <summary>Calls to the filer. Each has a deadline; one that fails without an answer has the filer looked up again.</summary>
internal sealed class FilerClient(SeaweedCluster cluster, Channels channels, SeaweedMqOptions options) : IDisposable
{
    private const int ListedAtOnce = 1000;
    private const uint FileMode = 0x1A4;
    private const string NoEntry = "no entry is found";
    private readonly HttpClient _http = new(Channels.MakeHandler(options.Tls)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The document, null where there is none.</summary>
    public Task<FilerDocument?> ReadAsync(string folder, string name, CancellationToken cancellationToken) => CallAsync(
        async (client, call) =>
        {
            try
            {
                var entry = (await client.LookupDirectoryEntryAsync(new() { Directory = folder, Name = name }, call)).Entry;
                return new FilerDocument(entry.Content.Memory, entry.Extended.ToDictionary(pair => pair.Key, pair => pair.Value.ToStringUtf8()));
            }
            catch (RpcException missing) when (IsMissing(missing))
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Makes a document. Returns false where there is one already.</summary>
    public Task<bool> CreateAsync(string folder, string name, FilerDocument document, CancellationToken cancellationToken) => CallAsync(
        async (client, call) =>
        {
            var answer = await client.CreateEntryAsync(new() { Directory = folder, Entry = ToEntry(name, document), OExcl = true }, call);
            return answer.Error.Length == 0
                || (answer.Error.Contains("exist", StringComparison.OrdinalIgnoreCase) ? false
                    : throw new StorageException($"The filer does not make {folder}/{name}: {answer.Error}"));
        },
        cancellationToken);

    /// <summary>Replaces a document whose attribute has a value. Returns false where it has another, or there is no document.</summary>
    public Task<bool> ReplaceAsync(
        string folder, string name, FilerDocument document, string attribute, string value, CancellationToken cancellationToken) => CallAsync(
        async (client, call) =>
        {
            var request = new UpdateEntryRequest { Directory = folder, Entry = ToEntry(name, document) };
            request.ExpectedExtended[attribute] = ByteString.CopyFromUtf8(value);
            try
            {
                await client.UpdateEntryAsync(request, call);
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition || IsMissing(refused))
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>Deletes a file, or a folder with all in it; deleting what is not there is no error.</summary>
    public Task DeleteAsync(string folder, string name, CancellationToken cancellationToken) => CallAsync(
        async (client, call) =>
        {
            var answer = await client.DeleteEntryAsync(
                new() { Directory = folder, Name = name, IsDeleteData = true, IsRecursive = true, IgnoreRecursiveError = true }, call);
            return answer.Error.Length == 0 || answer.Error.Contains(NoEntry, StringComparison.Ordinal)
                ? true
                : throw new StorageException($"The filer does not delete {folder}/{name}: {answer.Error}");
        },
        cancellationToken);

    /// <summary>What a folder holds from a name on, up to another where one is given, in the order of names; nothing where there is no such folder.</summary>
    public async Task<List<FilerEntry>> ListAsync(string folder, string from, CancellationToken cancellationToken, string? upTo = null)
    {
        var entries = new List<FilerEntry>();
        while (true)
        {
            var page = await CallAsync((client, call) => ListPageAsync(client, call, folder, from, entries.Count == 0), cancellationToken);
            entries.AddRange(page.Where(entry => upTo is null || string.CompareOrdinal(entry.Name, upTo) <= 0));
            if (page.Count < ListedAtOnce || (upTo is not null && string.CompareOrdinal(page[^1].Name, upTo) >= 0))
                return entries;
            from = page[^1].Name;
        }
    }

    /// <summary>Bytes of a file, fewer where it ends before; none at its end.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadFileAsync(string path, long position, int count, CancellationToken cancellationToken)
    {
        var filer = await cluster.FindFilerAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{(options.FilerHttps ? "https" : "http")}://{filer.Http}{path}");
        request.Headers.Range = new RangeHeaderValue(position, position + count - 1);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.CallTimeout);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return default;
            response.EnsureSuccessStatusCode();
            if (response.StatusCode != HttpStatusCode.PartialContent)
            {
                var whole = await response.Content.ReadAsByteArrayAsync(deadline.Token);
                return position >= whole.Length ? default : whole.AsMemory((int)position..(int)Math.Min(whole.Length, position + count));
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(count, response.Content.Headers.ContentLength ?? count));
            await using var content = await response.Content.ReadAsStreamAsync(deadline.Token);
            return bytes.AsMemory(0, await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, deadline.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            cluster.ForgetFiler();
            throw new StorageUnavailableException($"The filer does not give {path}: {failure.Message}", failure);
        }
    }

    /// <summary>Changes below a folder from a time on (ns since 1970), until cancelled or broken.</summary>
    public async Task<AsyncServerStreamingCall<SubscribeMetadataResponse>> SubscribeAsync(string folder, long sinceNs, CancellationToken cancellationToken)
    {
        var filer = await cluster.FindFilerAsync(cancellationToken);
        return new SeaweedFiler.SeaweedFilerClient(channels.To(filer.Grpc)).SubscribeMetadata(
            new() { ClientName = "kafka-gateway", PathPrefix = folder, SinceNs = sinceNs, ClientId = Random.Shared.Next(1, int.MaxValue), ClientEpoch = 1 },
            cancellationToken: cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<List<FilerEntry>> ListPageAsync(
        SeaweedFiler.SeaweedFilerClient client, CallOptions call, string folder, string from, bool inclusive)
    {
        var page = new List<FilerEntry>();
        using var listing = client.ListEntries(
            new() { Directory = folder, StartFromFileName = from, InclusiveStartFrom = inclusive, Limit = ListedAtOnce }, call);
        try
        {
            await foreach (var listed in listing.ResponseStream.ReadAllAsync(call.CancellationToken))
                page.Add(FilerEntry.Of(listed.Entry));
        }
        catch (RpcException missing) when (IsMissing(missing))
        {
            // No folder, no entries.
        }

        return page;
    }

    private async Task<T> CallAsync<T>(Func<SeaweedFiler.SeaweedFilerClient, CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        var filer = await cluster.FindFilerAsync(cancellationToken);
        try
        {
            return await call(
                new SeaweedFiler.SeaweedFilerClient(channels.To(filer.Grpc)),
                new CallOptions(deadline: DateTime.UtcNow + options.CallTimeout, cancellationToken: cancellationToken));
        }
        catch (RpcException cancelled) when (cancelled.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken);
        }
        catch (RpcException failure)
        {
            cluster.ForgetFiler();
            throw new StorageUnavailableException($"The filer {filer.Http} does not answer: {failure.Status.Detail}", failure);
        }
    }

    private static bool IsMissing(RpcException failure) =>
        failure.StatusCode == StatusCode.NotFound || failure.Status.Detail.Contains(NoEntry, StringComparison.Ordinal);

    private static Entry ToEntry(string name, FilerDocument document)
    {
        var nowS = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var entry = new Entry
        {
            Name = name,
            Content = ByteString.CopyFrom(document.Content.Span),
            Attributes = new FuseAttributes { FileMode = FileMode, Crtime = nowS, Mtime = nowS, FileSize = (ulong)document.Content.Length },
        };
        foreach (var (key, value) in document.Attributes)
            entry.Extended[key] = ByteString.CopyFromUtf8(value);
        return entry;
    }
}
