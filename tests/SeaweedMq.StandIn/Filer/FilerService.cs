using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>The filer's gRPC face.</summary>
internal sealed class FilerService(StandInFiler filer) : SeaweedFiler.SeaweedFilerBase
{
    private FilerTree Tree => filer.Tree;

    public override Task<LookupDirectoryEntryResponse> LookupDirectoryEntry(LookupDirectoryEntryRequest request, ServerCallContext context)
    {
        var entry = Tree.Find(FilerPath.Join(request.Directory, request.Name)) ??
            throw new RpcException(new Status(StatusCode.Unknown, "filer: no entry is found in filer store"));
        return Task.FromResult(new LookupDirectoryEntryResponse { Entry = entry });
    }

    public override async Task ListEntries(
        ListEntriesRequest request, IServerStreamWriter<ListEntriesResponse> responses, ServerCallContext context)
    {
        var entries = Tree.List(request.Directory, request.Prefix, request.StartFromFileName, request.InclusiveStartFrom, request.Limit);
        foreach (var entry in entries)
            await responses.WriteAsync(new ListEntriesResponse { Entry = entry }, context.CancellationToken);
    }

    public override Task<CreateEntryResponse> CreateEntry(CreateEntryRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateEntryResponse
        {
            Error = filer.WhyNoWrites ?? Tree.Put(request.Directory, request.Entry, request.OExcl),
        });

    public override Task<UpdateEntryResponse> UpdateEntry(UpdateEntryRequest request, ServerCallContext context)
    {
        if (filer.WhyNoWrites is { } reason)
            throw new RpcException(new Status(StatusCode.Unknown, reason));
        var path = FilerPath.Join(request.Directory, request.Entry.Name);
        var isThere = Tree.Change(path, stored =>
        {
            foreach (var (key, expected) in request.ExpectedExtended)
            {
                // An attribute that is not there is as good as an empty one.
                if (stored.Extended.TryGetValue(key, out var actual) ? actual != expected : expected.Length > 0)
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, $"extended attribute \"{key}\" changed"));
            }

            return request.Entry;
        });
        if (!isThere)
            throw new RpcException(new Status(StatusCode.Unknown, $"not found {path}: filer: no entry is found in filer store"));
        return Task.FromResult(new UpdateEntryResponse());
    }

    public override Task<DeleteEntryResponse> DeleteEntry(DeleteEntryRequest request, ServerCallContext context) =>
        Task.FromResult(new DeleteEntryResponse
        {
            Error = filer.WhyNoWrites ?? Tree.Remove(FilerPath.Join(request.Directory, request.Name), request.IsRecursive),
        });

    public override async Task SubscribeMetadata(
        SubscribeMetadataRequest request, IServerStreamWriter<SubscribeMetadataResponse> responses, ServerCallContext context)
    {
        var (client, epoch) = (request.ClientId, request.ClientEpoch);
        filer.Subscribers.Add(client, epoch);
        try
        {
            var next = 0;
            while (filer.Subscribers.Has(client, epoch))
            {
                var (changed, replaced) = (Tree.Events.NextChange, filer.Subscribers.NextReplacement);
                (var events, next) = Tree.Events.From(next);
                foreach (var change in events)
                {
                    if (request.UntilNs != 0 && change.TsNs > request.UntilNs)
                        return;
                    if (change.TsNs > request.SinceNs && PathOf(change).StartsWith(request.PathPrefix, StringComparison.Ordinal))
                        await responses.WriteAsync(change, context.CancellationToken);
                }

                await Task.WhenAny(changed, replaced).WaitAsync(context.CancellationToken);
            }
        }
        finally
        {
            filer.Subscribers.Remove(client, epoch);
        }
    }

    public override Task<GetFilerConfigurationResponse> GetFilerConfiguration(
        GetFilerConfigurationRequest request, ServerCallContext context) =>
        Task.FromResult(new GetFilerConfigurationResponse { Masters = { filer.Masters }, Version = "stand-in", ClusterId = "stand-in" });

    private static string PathOf(SubscribeMetadataResponse change) =>
        FilerPath.Join(change.Directory, (change.EventNotification.OldEntry ?? change.EventNotification.NewEntry).Name);
}
