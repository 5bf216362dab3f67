using KafkaGateway.SeaweedMq.StandIn.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>The filer: its tree is in a journal, its files' data on the volume server.</summary>
internal static class FilerProcess
{
    public const string MemberType = "filer";

    public static async Task StartAsync(Flags flags)
    {
        var chunks = new VolumeChunks(new MasterClient(flags["master"]));
        var events = new FilerEvents(TimeProvider.System, new FilerJournal(Path.Combine(flags["defaultStoreDir"], "journal")));
        var filer = new StandInFiler(new FilerTree(TimeProvider.System, chunks, events), chunks);
        filer.Masters.Add(flags["master"]);
        await filer.OpenAsync(flags.Port, flags.GrpcPort);
        _ = Joining.JoinAsync(flags["master"], MemberType, flags.Address);
    }
}
