// Master, volume, filer or broker as a process of its own, started like SeaweedFS's: seaweed-stand-in master|volume|filer|mq.broker -flag=value...
// SIGTERM ends it as SIGKILL does: what is only in its memory is lost.
using System.Runtime.InteropServices;
using KafkaGateway.SeaweedMq.StandIn.Processes;

var flags = new Flags(args[1..]);
// Calls from one of these processes to the next block a thread.
ThreadPool.SetMinThreads(64, 64);
await (args[0] switch
{
    "master" => MasterProcess.StartAsync(flags),
    "volume" => VolumeProcess.StartAsync(flags),
    "filer" => FilerProcess.StartAsync(flags),
    "mq.broker" => BrokerProcess.StartAsync(flags),
    _ => throw new ArgumentException($"no process '{args[0]}'"),
});
var terminated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    terminated.SetResult();
});
await terminated.Task;
Environment.Exit(0);
