using System.CommandLine;
using KafkaGateway.Standalone.Cli;

// Clients get their answers and logs are closed within seconds; whatever hangs longer, such as a disk, must not keep the process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) };
return await NodeCommand.Create().Parse(args).InvokeAsync(invocation);
